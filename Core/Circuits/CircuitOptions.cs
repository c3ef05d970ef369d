using System.Collections.Immutable;

namespace Orleans.QuantumMesh.Core.Circuits;

/// <summary>
/// What a circuit's text may take; what goes beyond a bound is refused by the bound's name (<c>limit_qubits</c> and so on) before memory is spent on it.
/// </summary>
public sealed record CircuitOptions
{
    /// <summary>The defaults.</summary>
    public static CircuitOptions Default { get; } = new();

    /// <summary>UTF-8 bytes of text.</summary>
    public int MaximumTextBytes { get; init; } = 1_000_000;

    /// <summary>Qubits in all.</summary>
    public int MaximumQubits { get; init; } = 1_024;

    /// <summary>Classical bits in all, hidden ones included.</summary>
    public int MaximumClassicalBits { get; init; } = 100_000;

    /// <summary>Operations after expansion of gates, subroutines, broadcasts and compile-time loops.</summary>
    public int MaximumOperations { get; init; } = 500_000;

    /// <summary>How deep blocks, expressions and calls may stand in each other.</summary>
    public int MaximumNesting { get; init; } = 200;

    /// <summary>Turns of one compile-time loop.</summary>
    public int MaximumLoopTurns { get; init; } = 100_000;

    /// <summary>Turns of one run-time loop in one run.</summary>
    public int MaximumRunTimeTurns { get; init; } = 1_000;

    /// <summary>Literals, names and operators of one expression.</summary>
    public int MaximumExpressionSize { get; init; } = 1_000;

    /// <summary>Bits of an int, uint, angle or bit register as a value.</summary>
    public int MaximumWidth { get; init; } = 1_024;

    /// <summary>Diagnostics after which reading ends.</summary>
    public int MaximumDiagnostics { get; init; } = 20;

    /// <summary>Values for <c>input</c> declarations, by name.</summary>
    public ImmutableDictionary<string, ClassicalValue> Parameters { get; init; } = ImmutableDictionary<string, ClassicalValue>.Empty;
}
