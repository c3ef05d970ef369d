using System.Text;
using Orleans.QuantumMesh.Core.Circuits.Lowering;
using Orleans.QuantumMesh.Core.Circuits.Syntax;

namespace Orleans.QuantumMesh.Core.Circuits;

/// <summary>Reads OpenQASM 2 and 3, the service words and the reference system's dialect.</summary>
public static class CircuitParser
{
    /// <summary>Reads a text under <see cref="CircuitOptions.Default"/>.</summary>
    public static CircuitParseResult Parse(string text) => Parse(text, CircuitOptions.Default);

    /// <summary>
    /// Reads, checks and expands a text. What can't be taken is refused with positions, several at once; nothing is skipped silently, and no bound of
    /// <paramref name="options"/> is passed before it is met.
    /// </summary>
    public static CircuitParseResult Parse(string text, CircuitOptions options)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(options);
        if (TooLong(text, options) is { } refused)
        {
            return refused;
        }

        var source = new SourceText(text);
        var (result, declaredBits) = Parse(source, options, 0);
        return declaredBits > 0 ? Parse(source, options, declaredBits).Result : result;
    }

    /// <summary>Reads a text as statements alone, without asking what its names mean: the diagnostics are those of its form.</summary>
    public static CircuitParseResult CheckSyntax(string text, CircuitOptions options)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(options);
        if (TooLong(text, options) is { } refused)
        {
            return refused;
        }

        var source = new SourceText(text);
        var diagnostics = new DiagnosticSink(source, options.MaximumDiagnostics);
        try
        {
            var parser = new SyntaxParser(source, new Lexer(text), diagnostics, options, checkScopes: false);
            for (parser.Start(); !parser.IsAtEnd;)
            {
                parser.ReadStatement();
            }
        }
        catch (ReadingEndedException)
        {
            // What ended it is among the diagnostics.
        }

        return new CircuitParseResult(null, diagnostics.ToArray());
    }

    private static CircuitParseResult? TooLong(string text, CircuitOptions options) =>
        text.Length <= options.MaximumTextBytes && Encoding.UTF8.GetByteCount(text) <= options.MaximumTextBytes ? null
            : new CircuitParseResult(null, [new CircuitDiagnostic("limit_text", $"the text has more than {options.MaximumTextBytes} bytes", new SourcePosition(1, 1))]);

    /// <summary>One reading; the second value is the number of global bits where they must be known beforehand.</summary>
    private static (CircuitParseResult Result, int DeclaredBits) Parse(SourceText source, CircuitOptions options, int reservedBits)
    {
        var diagnostics = new DiagnosticSink(source, options.MaximumDiagnostics);
        var hasStandard = source.Text.Contains("stdgates.inc", StringComparison.Ordinal);
        var hasQiskit = source.Text.Contains("qelib1.inc", StringComparison.Ordinal);
        var builder = new ProgramBuilder(source, diagnostics, options) { ReservedBits = reservedBits };
        try
        {
            var lexer = new Lexer(source.Text);
            var parser = new SyntaxParser(source, lexer, diagnostics, options, checkScopes: true)
            {
                IsDialect = !hasStandard && !hasQiskit,
                OnDialect = builder.NoteDialect,
            };
            parser.Start();
            lexer.IsVersion2 |= parser.Version is null && hasQiskit && !hasStandard;
            builder.IsVersion2 = lexer.IsVersion2;
            builder.IsDialect = parser.IsDialect &= !lexer.IsVersion2;
            if (parser.Version is null && builder.IsDialect && diagnostics.IsEmpty)
            {
                builder.NoteMissingVersion(parser.Position);
            }

            while (!parser.IsAtEnd)
            {
                var position = builder.LowerPlain(parser.Position);
                if (position != parser.Position)
                {
                    parser.MoveTo(position);
                    continue;
                }

                if (parser.ReadStatement() is { } statement)
                {
                    builder.Lower(statement);
                }
            }

            builder.Finish();
        }
        catch (ReadingEndedException)
        {
            // What ended it is among the diagnostics.
        }

        return !diagnostics.IsEmpty ? (new CircuitParseResult(null, diagnostics.ToArray()) { Work = builder.Work }, 0)
            : builder.NeedsReservedBits && reservedBits == 0 ? (new CircuitParseResult(null, []), builder.DeclaredBitCount)
            : (new CircuitParseResult(builder.Build(), []) { Work = builder.Work }, 0);
    }
}
