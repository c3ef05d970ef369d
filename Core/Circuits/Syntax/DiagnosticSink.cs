using System.Collections.Immutable;

namespace Orleans.QuantumMesh.Core.Circuits.Syntax;

/// <summary>Collects diagnostics in order, one for each place, and ends the reading when there are enough.</summary>
internal sealed class DiagnosticSink(SourceText source, int maximum)
{
    private readonly List<CircuitDiagnostic> found = [];
    private readonly HashSet<int> places = [];

    public bool IsEmpty => found.Count == 0;

    public ImmutableArray<CircuitDiagnostic> ToArray() =>
        [.. found.OrderBy(diagnostic => diagnostic.Line).ThenBy(diagnostic => diagnostic.Column)];

    public void Report(string code, string message, int start, int stop, string? suggestion = null)
    {
        if (!places.Add(start))
        {
            return;
        }

        found.Add(new CircuitDiagnostic(code, message, source.PositionOf(start), Math.Max(1, source.CountCharacters(start, Math.Min(stop, source.Text.Length))), suggestion));
        if (found.Count >= maximum)
        {
            throw new ReadingEndedException();
        }
    }

    public void Report(string code, string message, SyntaxNode node, string? suggestion = null) => Report(code, message, node.Start, node.Stop, suggestion);

    /// <summary>A bound was met: names it and ends the reading.</summary>
    public ReadingEndedException Limit(string name, string message, int start, int stop)
    {
        places.Remove(start);
        if (found.Count < maximum)
        {
            found.Add(new CircuitDiagnostic($"limit_{name}", message, source.PositionOf(start), Math.Max(1, source.CountCharacters(start, Math.Min(stop, source.Text.Length)))));
        }

        return new ReadingEndedException();
    }
}

/// <summary>Thrown once, where reading can't go on: a bound is met or there are diagnostics enough.</summary>
internal sealed class ReadingEndedException : Exception;
