using System.Collections.Immutable;
using Orleans.QuantumMesh.Core.Circuits;
using Orleans.QuantumMesh.Grains.Abstractions;

namespace Orleans.QuantumMesh.Grains;

/// <summary>A circuit's text as it was read: a program, or why there is none.</summary>
public sealed record CircuitReading
{
    private CircuitReading()
    {
    }

    /// <summary>The program, or <see langword="null"/>.</summary>
    public ParsedProgram? Program { get; private init; }

    /// <summary>The faults; empty with a program.</summary>
    public ImmutableArray<ProblemItem> Faults { get; private init; } = [];

    internal static CircuitReading Of(CircuitParseResult result) => result.IsAccepted
        ? new CircuitReading { Program = new ParsedProgram(result.Program) }
        : new CircuitReading
        {
            Faults =
            [
                .. result.Diagnostics.Select(diagnostic => new ProblemItem(
                    "circuit",
                    diagnostic.Suggestion is null ? diagnostic.Message : $"{diagnostic.Message} ({diagnostic.Suggestion})",
                    diagnostic.Code,
                    diagnostic.Line,
                    diagnostic.Column)),
            ],
        };
}
