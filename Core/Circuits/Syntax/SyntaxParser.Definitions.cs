namespace Orleans.QuantumMesh.Core.Circuits.Syntax;

internal sealed partial class SyntaxParser
{
    private GateDefinitionSyntax? GateDefinition()
    {
        var start = current.Start;
        if (!OnlyGlobal(current, "gates are defined in the global scope"))
        {
            return null;
        }

        Advance();
        var name = Name("a gate's name");
        var parameters = new List<NameSyntax>();
        if (Accept(TokenKind.LeftParenthesis))
        {
            while (!failed && !Is(TokenKind.RightParenthesis))
            {
                parameters.Add(Name("a parameter's name"));
                if (!Accept(TokenKind.Comma))
                {
                    break;
                }
            }

            Expect(TokenKind.RightParenthesis, "')'");
        }

        var qubits = new List<NameSyntax>();
        do
        {
            if (qubits.Count > 0 && Is(TokenKind.LeftBrace))
            {
                break;
            }

            qubits.Add(Name("a qubit's name"));
        }
        while (!failed && Accept(TokenKind.Comma));

        if (failed)
        {
            return null;
        }

        var (outerLoops, outerGate, outerSubroutine) = (loopDepth, inGate, inSubroutine);
        (loopDepth, inGate, inSubroutine) = (0, true, false);
        var body = Block();
        (loopDepth, inGate, inSubroutine) = (outerLoops, outerGate, outerSubroutine);
        return failed ? null : new GateDefinitionSyntax(start, previousStop, name, [.. parameters], [.. qubits], body);
    }

    private SubroutineSyntax? Subroutine()
    {
        var start = current.Start;
        if (!OnlyGlobal(current, "subroutines are defined in the global scope"))
        {
            return null;
        }

        Advance();
        var name = Name("a subroutine's name");
        Expect(TokenKind.LeftParenthesis, "'('");
        var arguments = new List<ArgumentSyntax>();
        while (!failed && !Is(TokenKind.RightParenthesis))
        {
            arguments.Add(Argument());
            if (!Accept(TokenKind.Comma))
            {
                break;
            }
        }

        Expect(TokenKind.RightParenthesis, "')'");
        var result = Accept(TokenKind.Arrow) ? Type() : null;
        if (failed)
        {
            return null;
        }

        var (outerLoops, outerSubroutine) = (loopDepth, inSubroutine);
        (loopDepth, inSubroutine) = (0, true);
        var body = Block();
        (loopDepth, inSubroutine) = (outerLoops, outerSubroutine);
        return failed ? null : new SubroutineSyntax(start, previousStop, name, [.. arguments], result, body);
    }

    private ArgumentSyntax Argument()
    {
        var token = current;
        if (token.Kind is TokenKind.ReadOnly or TokenKind.Mutable)
        {
            Advance();
            if (!Is(TokenKind.Array))
            {
                Fail("syntax", "only arrays are readonly or mutable", token);
            }
        }

        if (token.Kind is TokenKind.Qubit)
        {
            Advance();
            var size = Designator();
            var type = new TypeSyntax(token.Start, previousStop, TokenKind.Qubit, size, null);
            var name = Name("an argument's name");
            return new ArgumentSyntax(token.Start, previousStop, type, name);
        }

        if (token.Kind is TokenKind.Qreg or TokenKind.Creg)
        {
            Advance();
            var name = Name("an argument's name");
            var size = Designator();
            var kind = token.Kind == TokenKind.Qreg ? TokenKind.Qubit : TokenKind.Bit;
            return new ArgumentSyntax(token.Start, previousStop, new TypeSyntax(token.Start, token.Stop, kind, size, null), name);
        }

        var classical = Type();
        var called = Name("an argument's name");
        return new ArgumentSyntax(token.Start, previousStop, classical, called);
    }

    private IfSyntax? If()
    {
        var start = current.Start;
        Advance();
        Expect(TokenKind.LeftParenthesis, "'('");
        var condition = Condition();
        if (!Expect(TokenKind.RightParenthesis, "')'"))
        {
            return null;
        }

        if (IsVersion2)
        {
            var token = current;
            var inner = Statement();
            if (inner is not null and not (GateCallSyntax or AssignmentSyntax or OperandsSyntax { Kind: TokenKind.Reset }))
            {
                diagnostics.Report("syntax", "only a gate, a measurement or a reset can be conditional in OpenQASM 2", token.Start, token.Stop);
                return null;
            }

            return failed ? null : new IfSyntax(start, previousStop, condition, [inner!], []);
        }

        var then = Body();
        StatementSyntax[] otherwise = [];
        if (!failed && Accept(TokenKind.Else))
        {
            otherwise = Body();
        }

        return failed ? null : new IfSyntax(start, previousStop, condition, then, otherwise);
    }

    private ExpressionSyntax Condition()
    {
        if (Is(TokenKind.RightParenthesis))
        {
            Fail("syntax", "a condition is missing", current);
            return Nothing;
        }

        var condition = Expression();
        if (Is(TokenKind.Assign) || Is(TokenKind.CompoundAssign))
        {
            Fail("assignment_as_condition", "an assignment is no expression", current, "==");
        }

        return condition;
    }

    private ForSyntax? For()
    {
        var start = current.Start;
        Advance();
        TypeSyntax? type = null;
        var untyped = current;
        if (!Is(TokenKind.Identifier) || !IsDialect)
        {
            if (Is(TokenKind.Identifier))
            {
                Fail("loop_without_type", "a loop variable needs a type", current, $"for int {Shown(current)} in …");
                return null;
            }

            type = Type();
        }

        var variable = Name("a loop variable's name");
        Expect(TokenKind.In, "'in'");
        ExpressionSyntax values = Nothing;
        if (Is(TokenKind.LeftBracket))
        {
            Advance();
            values = RangeOrExpression();
            if (!failed && values is not RangeSyntax { First: not null, Last: not null })
            {
                Fail("loop_range", "a loop range needs both ends", current, "[first:last]");
            }

            Expect(TokenKind.RightBracket, "']'");
        }
        else
        {
            values = Is(TokenKind.LeftBrace) ? Set() : Expression();
        }

        if (failed)
        {
            return null;
        }

        if (type is null)
        {
            OnDialect?.Invoke("dialect_untyped_for", $"the loop variable '{variable.Name}' has no type; it was taken as an int, both ends of its range included", untyped.Start);
        }

        loopDepth++;
        var body = Body();
        loopDepth--;
        return failed ? null : new ForSyntax(start, previousStop, type, variable, values, body);
    }

    private WhileSyntax? While()
    {
        var start = current.Start;
        Advance();
        Expect(TokenKind.LeftParenthesis, "'('");
        var condition = Condition();
        if (!Expect(TokenKind.RightParenthesis, "')'"))
        {
            return null;
        }

        loopDepth++;
        var body = Body();
        loopDepth--;
        return failed ? null : new WhileSyntax(start, previousStop, condition, body);
    }

    private SwitchSyntax? Switch()
    {
        var start = current.Start;
        Advance();
        Expect(TokenKind.LeftParenthesis, "'('");
        var value = Expression();
        Expect(TokenKind.RightParenthesis, "')'");
        Enter(start);
        if (!Expect(TokenKind.LeftBrace, "'{'"))
        {
            depth--;
            return null;
        }

        var cases = new List<CaseSyntax>();
        var hasDefault = false;
        while (!failed && !Is(TokenKind.RightBrace))
        {
            var token = current;
            if (hasDefault && (Is(TokenKind.Case) || Is(TokenKind.Default)))
            {
                Fail("switch_after_default", Is(TokenKind.Case) ? "no case may follow default" : "a switch has one default", token);
            }
            else if (Accept(TokenKind.Default))
            {
                hasDefault = true;
                cases.Add(new CaseSyntax(token.Start, token.Stop, [], Block()));
            }
            else if (Expect(TokenKind.Case, "'case'"))
            {
                var labels = new List<ExpressionSyntax>();
                do
                {
                    if (labels.Count > 0 && Is(TokenKind.LeftBrace))
                    {
                        break;
                    }

                    labels.Add(Expression());
                }
                while (!failed && Accept(TokenKind.Comma));
                if (!failed)
                {
                    cases.Add(new CaseSyntax(token.Start, token.Stop, [.. labels], Block()));
                }
            }
        }

        if (!failed && cases.Count == 0)
        {
            Fail("switch_without_case", "a switch needs at least one case", current);
        }

        depth--;
        Expect(TokenKind.RightBrace, "'}'");
        return failed ? null : new SwitchSyntax(start, previousStop, value, [.. cases]);
    }

    private JumpSyntax? Jump()
    {
        var token = current;
        if (checkScopes && token.Kind is TokenKind.Break or TokenKind.Continue && checkScopes && loopDepth == 0)
        {
            Fail("jump_outside_loop", $"{Shown(token)} outside a loop", token);
            return null;
        }

        if (checkScopes && token.Kind == TokenKind.Return && !inSubroutine)
        {
            Fail("return_outside_subroutine", "return outside a subroutine", token);
            return null;
        }

        if (token.Kind is TokenKind.End_ && !NotInGate(token))
        {
            return null;
        }

        Advance();
        var value = token.Kind == TokenKind.Return && !Is(TokenKind.Semicolon) ? Value() : null;
        ExpectSemicolon();
        return failed ? null : new JumpSyntax(token.Start, token.Stop, token.Kind, value);
    }
}
