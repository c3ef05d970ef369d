using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Orleans.QuantumMesh.Core.Circuits;

/// <summary>A program, or why there is none: exactly one of <see cref="Program"/> and <see cref="Diagnostics"/> holds something.</summary>
public sealed record CircuitParseResult(CircuitProgram? Program, ImmutableArray<CircuitDiagnostic> Diagnostics)
{
    /// <summary>Whether the text was accepted.</summary>
    [MemberNotNullWhen(true, nameof(Program))]
    public bool IsAccepted => Program is not null;
}
