namespace Orleans.QuantumMesh.Core.Circuits.Syntax;

internal sealed partial class SyntaxParser
{
    private AssignmentSyntax? MeasureStatement()
    {
        var start = current.Start;
        var value = Value();
        ExpressionSyntax? target = null;
        if (Accept(TokenKind.Arrow))
        {
            target = Operand();
        }
        else if (IsVersion2 && !failed)
        {
            Expect(TokenKind.Arrow, "'->'");
        }

        ExpectSemicolon();
        return failed ? null : new AssignmentSyntax(start, previousStop, target, null, value);
    }

    private OperandsSyntax? Operands()
    {
        var token = current;
        if (token.Kind == TokenKind.Reset && !NotInGate(token))
        {
            return null;
        }

        Advance();
        ExpressionSyntax? duration = null;
        if (token.Kind == TokenKind.Delay)
        {
            Expect(TokenKind.LeftBracket, "'['");
            duration = Expression();
            Expect(TokenKind.RightBracket, "']'");
        }

        var mayBeEmpty = token.Kind != TokenKind.Reset && Is(TokenKind.Semicolon);
        var operands = mayBeEmpty ? [] : OperandList(token.Kind == TokenKind.Nop);
        ExpectSemicolon();
        return failed ? null : new OperandsSyntax(token.Start, previousStop, token.Kind, duration, operands);
    }

    private BlockSyntax? Box()
    {
        var start = current.Start;
        Advance();
        if (Is(TokenKind.LeftBracket))
        {
            Designator();
        }

        var body = Block();
        return failed ? null : new BlockSyntax(start, previousStop, body, true);
    }

    private GateCallSyntax? GateCall()
    {
        var start = current.Start;
        var modifiers = new List<ModifierSyntax>(1);
        while (current.Kind is TokenKind.Ctrl or TokenKind.NegCtrl or TokenKind.Inv or TokenKind.Pow)
        {
            modifiers.Add(Modifier());
        }

        var token = current;
        NameSyntax name;
        if (token.Kind == TokenKind.GPhase)
        {
            Advance();
            name = new NameSyntax(token.Start, token.Stop, "gphase");
        }
        else
        {
            name = Name("a gate's name");
        }

        var parameters = Is(TokenKind.LeftParenthesis) ? Arguments() : null;
        if (Is(TokenKind.At))
        {
            Fail("unknown_modifier", $"'{name.Name}' is no modifier", current, "ctrl, negctrl, inv and pow are");
        }

        var isPhase = token.Kind == TokenKind.GPhase;
        var operands = isPhase && Is(TokenKind.Semicolon) ? [] : OperandList(false);
        ExpectSemicolon();
        return failed ? null : new GateCallSyntax(start, previousStop, [.. modifiers], name, parameters, operands);
    }

    private ModifierSyntax Modifier()
    {
        var token = current;
        Advance();
        ExpressionSyntax? argument = null;
        if (Is(TokenKind.LeftParenthesis))
        {
            if (token.Kind == TokenKind.Inv)
            {
                Fail("modifier_argument", "inv takes no argument", current);
            }

            Advance();
            argument = Expression();
            Expect(TokenKind.RightParenthesis, "')'");
        }
        else if (token.Kind == TokenKind.Pow)
        {
            Fail("modifier_argument", "pow needs an exponent", current, "pow(2) @ …");
        }

        Expect(TokenKind.At, "'@'");
        return new ModifierSyntax(token.Start, previousStop, token.Kind, argument);
    }

    /// <summary>A statement that begins with a name: a gate or subroutine call, an assignment, an expression.</summary>
    private StatementSyntax? NameStatement()
    {
        var token = current;
        ExpressionSyntax value;
        if (token.Kind == TokenKind.Identifier)
        {
            Advance();
            var name = new NameSyntax(token.Start, token.Stop, Written(token));
            if (current.Kind is TokenKind.Identifier or TokenKind.HardwareQubit)
            {
                return name.Name == "controlled" && IsFreeWord ? ControlledWord(token) : Call(token.Start, name, null);
            }

            if (Is(TokenKind.At))
            {
                Fail("unknown_modifier", $"'{name.Name}' is no modifier", token, "ctrl, negctrl, inv and pow are");
                return null;
            }

            if (Is(TokenKind.LeftParenthesis))
            {
                var arguments = Arguments();
                if (failed)
                {
                    return null;
                }

                if (current.Kind is TokenKind.Identifier or TokenKind.HardwareQubit)
                {
                    return Call(token.Start, name, arguments);
                }

                if (Is(TokenKind.At))
                {
                    Fail("unknown_modifier", $"'{name.Name}' is no modifier", token, "ctrl, negctrl, inv and pow are");
                    return null;
                }

                value = Continue(Postfix(Bounded(new CallSyntax(token.Start, previousStop, name.Name, arguments))));
            }
            else
            {
                value = Continue(Postfix(name));
            }
        }
        else
        {
            value = Continue(HardwareQubit(token));
        }

        if (current.Kind is not (TokenKind.Assign or TokenKind.CompoundAssign))
        {
            return ExpressionStatement(value);
        }

        var op = current;
        if (!NotInGate(new Token(TokenKind.Identifier, token.Start, token.Stop)))
        {
            return null;
        }

        Advance();
        var assigned = op.Kind == TokenKind.Assign ? Value() : Expression();
        ExpectSemicolon();
        return failed ? null : new AssignmentSyntax(token.Start, previousStop, value, op.Kind == TokenKind.Assign ? null : CompoundOperator(op), assigned);
    }

    private bool IsFreeWord => !IsVersion2;

    private StatementSyntax? Call(int start, NameSyntax name, ExpressionSyntax[]? arguments)
    {
        var operands = OperandList(false);
        if (name.Name == "measurement_feedforward" && arguments is null && operands.Length == 1 && Accept(TokenKind.Arrow))
        {
            var target = Operand();
            ExpectSemicolon();
            return failed ? null : new AssignmentSyntax(start, previousStop, target, null, new MeasureSyntax(start, operands[0]));
        }

        ExpectSemicolon();
        return failed ? null : new GateCallSyntax(start, previousStop, [], name, arguments, operands);
    }

    /// <summary>The dialect's <c>controlled G(p) a, b</c>; in its arguments ^ is a power, and numbers are real.</summary>
    private GateCallSyntax? ControlledWord(Token word)
    {
        OnDialect?.Invoke("dialect_controlled", "'controlled' was taken as 'ctrl @'", word.Start);
        var name = Name("a gate's name");
        caretIsPower = true;
        var parameters = Is(TokenKind.LeftParenthesis) ? Arguments() : null;
        caretIsPower = false;
        var operands = OperandList(false);
        ExpectSemicolon();
        return failed ? null : new GateCallSyntax(word.Start, previousStop, [new ModifierSyntax(word.Start, word.Stop, TokenKind.Ctrl, null)], name, parameters, operands, true);
    }

    /// <summary>The rest of an expression of which the first operand is read already.</summary>
    private ExpressionSyntax Continue(ExpressionSyntax left)
    {
        while (!failed)
        {
            var token = current;
            var kind = token.Kind == TokenKind.Caret && IsVersion2 ? TokenKind.Power : token.Kind;
            var precedence = Precedence(kind);
            if (precedence < 0)
            {
                break;
            }

            Advance();
            left = Bounded(new BinarySyntax(token, kind, left, Expression(kind == TokenKind.Power ? UnaryPrecedence : precedence + 1)));
        }

        return left;
    }

    private TokenKind CompoundOperator(Token token) => text.AsSpan(token.Start, token.Length - 1) switch
    {
        "+" => TokenKind.Plus,
        "-" => TokenKind.Minus,
        "*" => TokenKind.Star,
        "/" => TokenKind.Slash,
        "%" => TokenKind.Percent,
        "**" => TokenKind.Power,
        "&" => TokenKind.Ampersand,
        "|" => TokenKind.Pipe,
        "^" => TokenKind.Caret,
        "<<" => TokenKind.ShiftLeft,
        ">>" => TokenKind.ShiftRight,
        _ => TokenKind.Tilde,
    };
}
