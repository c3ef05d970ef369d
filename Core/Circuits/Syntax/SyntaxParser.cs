using System.Runtime.CompilerServices;

namespace Orleans.QuantumMesh.Core.Circuits.Syntax;

/// <summary>
/// Reads statements one by one. After a mistake it is silent until the next statement: the current token is <see cref="TokenKind.Failed"/>,
/// which no rule takes, so that every rule ends.
/// </summary>
internal sealed partial class SyntaxParser
{
    private readonly string text;
    private readonly Lexer lexer;
    private readonly DiagnosticSink diagnostics;
    private readonly CircuitOptions options;
    private readonly bool checkScopes;
    private readonly HashSet<string> interned = new(StringComparer.Ordinal);
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> names;
    private Token current;
    private int previousStop;
    private bool failed;
    private int depth;
    private int braceDepth;
    private int blockDepth;
    private int loopDepth;
    private bool inSubroutine;
    private bool inGate;
    private bool caretIsPower;

    public SyntaxParser(SourceText source, Lexer lexer, DiagnosticSink diagnostics, CircuitOptions options, bool checkScopes)
    {
        text = source.Text;
        this.lexer = lexer;
        this.diagnostics = diagnostics;
        this.options = options;
        this.checkScopes = checkScopes;
        names = interned.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>Whether the text has no library include: then the reference system's dialect is understood.</summary>
    public bool IsDialect { get; set; }

    /// <summary>Called for each use of the dialect: its code, what was taken, where.</summary>
    public Action<string, string, int>? OnDialect { get; init; }

    /// <summary>The version that the text names: 2 or 3, or <see langword="null"/>.</summary>
    public int? Version { get; private set; }

    /// <summary>Where the next token starts.</summary>
    public int Position => current.Start;

    public bool IsAtEnd => current.Kind == TokenKind.End;

    private bool IsVersion2 => lexer.IsVersion2;

    /// <summary>Reads the version line, if there is one, and the first token after it.</summary>
    public void Start()
    {
        Advance();
        if (current.Kind == TokenKind.OpenQasm)
        {
            ReadVersion();
        }
    }

    /// <summary>Moves to an offset at which a statement starts.</summary>
    public void MoveTo(int offset)
    {
        lexer.Position = offset;
        failed = false;
        Advance();
    }

    /// <summary>The next statement; <see langword="null"/> where it couldn't be read, which has been reported.</summary>
    public StatementSyntax? ReadStatement()
    {
        var (outerBraces, outerDepth) = (braceDepth, depth);
        var statement = Statement();
        if (!failed)
        {
            return statement;
        }

        Synchronize(braceDepth - outerBraces);
        (braceDepth, depth) = (outerBraces, outerDepth);
        return null;
    }

    private void Advance()
    {
        if (failed)
        {
            return;
        }

        previousStop = current.Stop;
        braceDepth += current.Kind == TokenKind.LeftBrace ? 1 : current.Kind == TokenKind.RightBrace ? -1 : 0;
        current = lexer.Next();
        if (current.Kind == TokenKind.Failed)
        {
            Fail(lexer.FailureCode, lexer.FailureMessage, current);
        }
    }

    private bool Is(TokenKind kind) => current.Kind == kind;

    private bool Accept(TokenKind kind)
    {
        if (current.Kind != kind)
        {
            return false;
        }

        Advance();
        return true;
    }

    private bool Expect(TokenKind kind, string shown)
    {
        if (Accept(kind))
        {
            return true;
        }

        Fail("syntax", current.Kind == TokenKind.End ? $"{shown} is missing at the end of the program" : $"{shown} is missing before '{Shown(current)}'", current);
        return false;
    }

    private void ExpectSemicolon()
    {
        if (Is(TokenKind.Semicolon))
        {
            Advance();
        }
        else if (IsDialect && !failed && (Is(TokenKind.End) || text.AsSpan(previousStop, current.Start - previousStop).Contains('\n')))
        {
            OnDialect?.Invoke("dialect_missing_semicolon", "a statement at the end of its line without ';' was taken as ended", previousStop);
        }
        else if (!failed && !Is(TokenKind.End) && text.AsSpan(previousStop, current.Start - previousStop).Contains('\n'))
        {
            // The statement before is whole, and the next one begins on a line of its own: only the ';' is missing.
            diagnostics.Report("syntax", $"';' is missing before '{Shown(current)}'", current.Start, current.Stop);
        }
        else
        {
            Expect(TokenKind.Semicolon, "';'");
        }
    }

    private void Fail(string code, string message, Token token, string? suggestion = null)
    {
        if (failed)
        {
            return;
        }

        failed = true;
        current = new Token(TokenKind.Failed, token.Start, token.Stop);
        diagnostics.Report(code, message, token.Start, token.Stop, suggestion);
    }

    /// <summary>Goes on behind the statement that failed: after its ';', or after a block, or before a '}' that closes what is around it.</summary>
    private void Synchronize(int braces)
    {
        var position = current.Start;
        if (lexer.Position <= position || lexer.FailureCode.Length == 0)
        {
            lexer.Position = position;
        }

        failed = false;
        braces = Math.Max(0, braces);
        for (; ; )
        {
            var token = lexer.Next();
            if (token.Kind == TokenKind.End)
            {
                current = token;
                return;
            }

            if (token.Kind == TokenKind.LeftBrace)
            {
                braces++;
            }
            else if (token.Kind == TokenKind.RightBrace)
            {
                if (braces == 0 && blockDepth > 0)
                {
                    current = token;
                    return;
                }

                braces = Math.Max(0, braces - 1);
                if (braces == 0)
                {
                    break;
                }
            }
            else if (token.Kind == TokenKind.Semicolon && braces == 0)
            {
                break;
            }
            else if (token.Kind is TokenKind.Qubit or TokenKind.Gate or TokenKind.Def or TokenKind.Include or TokenKind.Qreg or TokenKind.Creg
                && braces == 0 && token.Start > position && StartsLine(token.Start))
            {
                current = token;
                return;
            }
        }

        previousStop = lexer.Position;
        Advance();
    }

    private bool StartsLine(int offset)
    {
        while (offset > 0 && text[offset - 1] is ' ' or '\t')
        {
            offset--;
        }

        return offset == 0 || text[offset - 1] == '\n';
    }

    private string Shown(Token token) => token.Kind == TokenKind.End ? "the end" : text.Substring(token.Start, Math.Min(token.Length, 40)).Split('\n')[0];

    private void Enter(int start)
    {
        if (++depth > options.MaximumNesting || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw diagnostics.Limit("nesting", $"blocks and expressions stand deeper in each other than {options.MaximumNesting}", start, start + 1);
        }
    }

    private void ReadVersion()
    {
        Advance();
        var version = current;
        if (!Is(TokenKind.Integer) && !Is(TokenKind.Float))
        {
            Fail("bad_version", "a version number is missing after OPENQASM", current, "OPENQASM 3.0;");
        }
        else
        {
            var written = text.Substring(version.Start, version.Length);
            Version = written switch { "2" or "2.0" => 2, "3" or "3.0" or "3.1" => 3, _ => null };
            if (Version is null)
            {
                diagnostics.Report("unsupported_version", $"version {written} is not supported", version.Start, version.Stop, "2.0, 3.0 and 3.1 are");
            }

            lexer.IsVersion2 = Version == 2;
            Advance();
            ExpectSemicolon();
        }

        if (failed)
        {
            Synchronize(0);
        }
    }
}
