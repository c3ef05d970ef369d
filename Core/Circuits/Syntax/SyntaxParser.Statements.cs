namespace Orleans.QuantumMesh.Core.Circuits.Syntax;

internal sealed partial class SyntaxParser
{
    private static bool IsScalarType(TokenKind kind) => kind is TokenKind.Bit or TokenKind.Int or TokenKind.Uint or TokenKind.Float_ or TokenKind.Angle
        or TokenKind.Bool or TokenKind.Complex or TokenKind.Duration or TokenKind.Array or TokenKind.Stretch;

    private StatementSyntax? Statement()
    {
        var token = current;
        if (IsScalarType(token.Kind) && token.Kind != TokenKind.Stretch)
        {
            return DeclarationOrCast();
        }

        switch (token.Kind)
        {
            case TokenKind.OpenQasm:
                Fail("version_not_first", "the version stands once, before all else", token);
                return null;
            case TokenKind.Include: return Include();
            case TokenKind.Pragma:
                Advance();
                return new RemarkSyntax(token.Start, token.Stop, true);
            case TokenKind.At: return Annotation();
            case TokenKind.Qubit: return QubitDeclaration();
            case TokenKind.Qreg:
            case TokenKind.Creg: return OldDeclaration();
            case TokenKind.Const:
            case TokenKind.Input:
            case TokenKind.Output: return QualifiedDeclaration();
            case TokenKind.Stretch:
            case TokenKind.Extern:
            case TokenKind.Opaque:
            case TokenKind.Cal:
            case TokenKind.Defcal:
            case TokenKind.DefcalGrammar: return Unsupported();
            case TokenKind.Let: return Alias();
            case TokenKind.Gate: return GateDefinition();
            case TokenKind.Def: return Subroutine();
            case TokenKind.Measure: return MeasureStatement();
            case TokenKind.Reset:
            case TokenKind.Barrier:
            case TokenKind.Delay:
            case TokenKind.Nop: return Operands();
            case TokenKind.Box: return Box();
            case TokenKind.LeftBrace:
                return new BlockSyntax(token.Start, token.Start + 1, Block(), false);
            case TokenKind.If: return If();
            case TokenKind.For: return For();
            case TokenKind.While: return While();
            case TokenKind.Switch: return Switch();
            case TokenKind.Break:
            case TokenKind.Continue:
            case TokenKind.End_:
            case TokenKind.Return: return Jump();
            case TokenKind.Ctrl:
            case TokenKind.NegCtrl:
            case TokenKind.Inv:
            case TokenKind.Pow:
            case TokenKind.GPhase: return GateCall();
            case TokenKind.Identifier:
            case TokenKind.HardwareQubit: return NameStatement();
            case TokenKind.Integer:
            case TokenKind.Float:
            case TokenKind.String:
            case TokenKind.LeftParenthesis:
            case TokenKind.Minus:
            case TokenKind.Tilde:
            case TokenKind.Exclamation:
            case TokenKind.True:
            case TokenKind.False: return ExpressionStatement(Expression());
            case TokenKind.Else:
                Fail("syntax", "'else' has no 'if' before it", token);
                return null;
            case TokenKind.End:
                Fail("syntax", "a statement is missing at the end of the program", token);
                return null;
            default:
                Fail("syntax", $"'{Shown(token)}' begins no statement", token);
                return null;
        }
    }

    private ExpressionStatementSyntax? ExpressionStatement(ExpressionSyntax value)
    {
        ExpectSemicolon();
        return failed ? null : new ExpressionStatementSyntax(value, previousStop);
    }

    /// <summary>Statements between braces; those that fail are left out.</summary>
    private StatementSyntax[] Block()
    {
        Enter(current.Start);
        if (!Expect(TokenKind.LeftBrace, "'{'"))
        {
            depth--;
            return [];
        }

        blockDepth++;
        var statements = new List<StatementSyntax>();
        while (!Is(TokenKind.RightBrace) && !Is(TokenKind.End) && !failed)
        {
            if (ReadStatement() is { } statement)
            {
                statements.Add(statement);
            }
        }

        blockDepth--;
        depth--;
        Expect(TokenKind.RightBrace, "'}'");
        return [.. statements];
    }

    /// <summary>A block, or one statement, as the body of a loop or branch.</summary>
    private StatementSyntax[] Body()
    {
        if (Is(TokenKind.LeftBrace))
        {
            return Block();
        }

        Enter(current.Start);
        blockDepth++;
        var statement = Statement();
        blockDepth--;
        depth--;
        return statement is null ? [] : [statement];
    }

    private bool OnlyGlobal(Token token, string message)
    {
        if (checkScopes && blockDepth > 0)
        {
            Fail("not_global", message, token);
            return false;
        }

        return true;
    }

    private bool NotInGate(Token token, string message = "a gate body holds unitary operations only")
    {
        if (checkScopes && inGate)
        {
            Fail("not_unitary", message, token);
            return false;
        }

        return true;
    }

    private NameSyntax Name(string what)
    {
        var token = current;
        if (token.Kind == TokenKind.Identifier)
        {
            Advance();
            return new NameSyntax(token.Start, token.Stop, Written(token));
        }

        Fail("syntax", token.Kind > TokenKind.ShiftRight ? $"'{Shown(token)}' is a keyword and can't be {what}" : $"{what} is missing before '{Shown(token)}'", token);
        return new NameSyntax(token.Start, token.Stop, "");
    }

    private IncludeSyntax? Include()
    {
        var start = current.Start;
        if (!OnlyGlobal(current, "include stands in the global scope"))
        {
            return null;
        }

        Advance();
        var file = current;
        if (!Is(TokenKind.String))
        {
            Fail("syntax", "a file name in quotes is missing after include", file);
            return null;
        }

        Advance();
        ExpectSemicolon();
        return failed ? null : new IncludeSyntax(start, previousStop, text.Substring(file.Start + 1, file.Length - 2), file.Start);
    }

    private RemarkSyntax Annotation()
    {
        var start = current.Start;
        var stop = start + 1;
        var named = start + 1 < text.Length && Lexer.IsIdentifierStart(text[start + 1]);
        if (!named)
        {
            Fail("syntax", "an annotation needs a name after '@'", current);
        }
        else
        {
            lexer.Position = start;
            stop = lexer.SkipLine();
            Advance();
        }

        return new RemarkSyntax(start, stop, false);
    }
}
