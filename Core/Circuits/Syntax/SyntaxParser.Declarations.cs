namespace Orleans.QuantumMesh.Core.Circuits.Syntax;

internal sealed partial class SyntaxParser
{
    private QubitDeclarationSyntax? QubitDeclaration()
    {
        var token = current;
        if (!OnlyGlobal(token, "qubits are declared in the global scope"))
        {
            return null;
        }

        Advance();
        var size = Designator();
        var name = Name("a qubit's name");
        ExpectSemicolon();
        return failed ? null : new QubitDeclarationSyntax(token.Start, previousStop, name, size);
    }

    private ExpressionSyntax? Designator()
    {
        if (!Accept(TokenKind.LeftBracket))
        {
            return null;
        }

        var size = Expression();
        Expect(TokenKind.RightBracket, "']'");
        return size;
    }

    private StatementSyntax? OldDeclaration()
    {
        var token = current;
        if ((token.Kind == TokenKind.Qreg && !OnlyGlobal(token, "qubits are declared in the global scope")) || !NotInGate(token, "a gate body declares no registers"))
        {
            return null;
        }

        Advance();
        var name = Name("a register's name");
        var size = Designator();
        if (size is null && IsVersion2)
        {
            Expect(TokenKind.LeftBracket, "'['");
        }

        ExpectSemicolon();
        if (failed)
        {
            return null;
        }

        return token.Kind == TokenKind.Qreg ? new QubitDeclarationSyntax(token.Start, previousStop, name, size)
            : new ClassicalDeclarationSyntax(token.Start, previousStop, DeclarationKind.Plain, new TypeSyntax(token.Start, token.Stop, TokenKind.Bit, size, null), name, null);
    }

    private TypeSyntax Type()
    {
        var token = current;
        if (!IsScalarType(token.Kind))
        {
            Fail("syntax", $"a type is missing before '{Shown(token)}'", token);
            return new TypeSyntax(token.Start, token.Stop, TokenKind.Int, null, null);
        }

        Enter(token.Start);
        Advance();
        ExpressionSyntax? size = null;
        TypeSyntax? inner = null;
        if (token.Kind == TokenKind.Array)
        {
            Expect(TokenKind.LeftBracket, "'['");
            inner = Type();
            if (inner.Kind is TokenKind.Array or TokenKind.Stretch)
            {
                Fail("syntax", "an array's elements are scalars", token);
            }

            Expect(TokenKind.Comma, "','");
            if (Accept(TokenKind.Hash))
            {
                if (Is(TokenKind.Identifier) && Written(current) == "dim")
                {
                    Advance();
                    Expect(TokenKind.Assign, "'='");
                    size = Expression();
                }
                else
                {
                    Fail("syntax", "'dim' is missing after '#'", current);
                }
            }
            else
            {
                do
                {
                    size = Is(TokenKind.RightBracket) && size is not null ? size : Expression();
                }
                while (!failed && Accept(TokenKind.Comma));
            }

            Expect(TokenKind.RightBracket, "']'");
        }
        else if (token.Kind == TokenKind.Complex)
        {
            if (Accept(TokenKind.LeftBracket))
            {
                inner = Is(TokenKind.Float_) ? Type() : inner;
                if (inner is null)
                {
                    Fail("syntax", "the parts of a complex number are floats", current, "complex[float[64]]");
                }

                Expect(TokenKind.RightBracket, "']'");
            }
        }
        else if (token.Kind is not (TokenKind.Bool or TokenKind.Duration or TokenKind.Stretch))
        {
            size = Designator();
        }

        depth--;
        return new TypeSyntax(token.Start, previousStop, token.Kind, size, inner);
    }

    private StatementSyntax? DeclarationOrCast()
    {
        var start = current.Start;
        var type = Type();
        if (Is(TokenKind.LeftParenthesis) && type.Kind != TokenKind.Array)
        {
            Advance();
            var operand = Expression();
            Expect(TokenKind.RightParenthesis, "')'");
            return ExpressionStatement(Postfix(new CastSyntax(type, operand, previousStop)));
        }

        return Declaration(start, DeclarationKind.Plain, type);
    }

    private StatementSyntax? QualifiedDeclaration()
    {
        var token = current;
        var kind = token.Kind switch { TokenKind.Const => DeclarationKind.Constant, TokenKind.Input => DeclarationKind.Input, _ => DeclarationKind.Output };
        if (kind != DeclarationKind.Constant && !OnlyGlobal(token, "input and output are declared in the global scope"))
        {
            return null;
        }

        Advance();
        if (Is(TokenKind.Creg))
        {
            return OldDeclaration();
        }

        return Declaration(token.Start, kind, Type());
    }

    private StatementSyntax? Declaration(int start, DeclarationKind kind, TypeSyntax type)
    {
        if (!failed && !NotInGate(new Token(TokenKind.Bit, type.Start, type.Stop), "a gate body declares no classical variables"))
        {
            return null;
        }

        var name = Name("a variable's name");
        ExpressionSyntax? value = null;
        if (kind is not (DeclarationKind.Input or DeclarationKind.Output) && Accept(TokenKind.Assign))
        {
            value = Is(TokenKind.LeftBrace) && type.Kind == TokenKind.Array ? Set() : Value();
        }
        else if (kind == DeclarationKind.Constant && !failed)
        {
            Fail("constant_without_value", "a constant needs a value", current);
        }

        ExpectSemicolon();
        if (failed)
        {
            return null;
        }

        return type.Kind == TokenKind.Array ? new UnsupportedSyntax(type.Start, type.Stop, "array", name.Name)
            : new ClassicalDeclarationSyntax(start, previousStop, kind, type, name, value);
    }

    /// <summary>An expression, or a measurement where the grammar allows one.</summary>
    private ExpressionSyntax Value()
    {
        if (!Is(TokenKind.Measure))
        {
            return Expression();
        }

        var start = current.Start;
        if (!NotInGate(current))
        {
            return Nothing;
        }

        Advance();
        return new MeasureSyntax(start, Operand());
    }

    private ExpressionSyntax Operand()
    {
        if (Is(TokenKind.Identifier) || Is(TokenKind.HardwareQubit))
        {
            var token = current;
            if (token.Kind == TokenKind.HardwareQubit)
            {
                return HardwareQubit(token);
            }

            Advance();
            return Postfix(new NameSyntax(token.Start, token.Stop, Written(token)));
        }

        Fail("syntax", Is(TokenKind.End) ? "an operand is missing at the end of the program" : $"an operand is missing before '{Shown(current)}'", current);
        return Nothing;
    }

    private ExpressionSyntax[] OperandList(bool trailingComma)
    {
        var operands = new List<ExpressionSyntax>(2);
        do
        {
            if (trailingComma && operands.Count > 0 && Is(TokenKind.Semicolon))
            {
                break;
            }

            operands.Add(Operand());
        }
        while (!failed && Accept(TokenKind.Comma));
        return [.. operands];
    }

    private UnsupportedSyntax? Unsupported()
    {
        var token = current;
        var construct = Shown(token);
        Advance();
        var name = Is(TokenKind.Identifier) ? Written(current) : null;
        switch (token.Kind)
        {
            case TokenKind.DefcalGrammar:
                if (Expect(TokenKind.String, "a grammar's name in quotes"))
                {
                    ExpectSemicolon();
                }

                break;
            case TokenKind.Cal or TokenKind.Defcal:
                while (!failed && !Is(TokenKind.LeftBrace) && !Is(TokenKind.End) && !Is(TokenKind.Semicolon))
                {
                    Advance();
                }

                if (failed || !Is(TokenKind.LeftBrace))
                {
                    Expect(TokenKind.LeftBrace, "'{'");
                }
                else if (lexer.SkipBraces())
                {
                    Advance();
                }
                else
                {
                    Fail("syntax", "'}' is missing at the end of the program", current);
                }

                break;
            case TokenKind.Stretch:
                _ = Name("a stretch's name");
                if (Accept(TokenKind.Assign))
                {
                    Expression();
                }

                ExpectSemicolon();
                break;
            default:
                while (!failed && !Is(TokenKind.Semicolon) && !Is(TokenKind.End))
                {
                    Advance();
                }

                ExpectSemicolon();
                break;
        }

        return failed ? null : new UnsupportedSyntax(token.Start, token.Stop, construct, name);
    }

    private AliasSyntax? Alias()
    {
        var start = current.Start;
        if (!NotInGate(current, "a gate body declares no aliases"))
        {
            return null;
        }

        Advance();
        var name = Name("an alias's name");
        Expect(TokenKind.Assign, "'='");
        var parts = new List<ExpressionSyntax>();
        do
        {
            parts.Add(Operand());
        }
        while (!failed && Accept(TokenKind.Concatenate));
        ExpectSemicolon();
        return failed ? null : new AliasSyntax(start, previousStop, name, [.. parts]);
    }
}
