using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Orleans.QuantumMesh.Core.Circuits;

/// <summary>A program, or why there is none: exactly one of <see cref="Program"/> and <see cref="Diagnostics"/> holds something.</summary>
public sealed record CircuitParseResult(CircuitProgram? Program, ImmutableArray<CircuitDiagnostic> Diagnostics)
{
    /// <summary>How much work the reading took, in units of about a quarter of a microsecond; bounded by the options whatever the text says.</summary>
    public long Work { get; init; }

    /// <summary>Whether the text was accepted.</summary>
    [MemberNotNullWhen(true, nameof(Program))]
    public bool IsAccepted => Program is not null;
}
