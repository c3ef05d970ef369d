using System.Collections.Immutable;

namespace Orleans.QuantumMesh.Core.Circuits;

/// <summary>
/// A unitary gate. Its first <see cref="ControlCount"/> qubits are controls added by <c>ctrl @</c> or <c>negctrl @</c>, the others are the operands of <see cref="Gate"/> itself.
/// </summary>
public sealed record GateOperation : Operation
{
    /// <summary>The gate out of the catalog.</summary>
    public required Gate Gate { get; init; }

    /// <summary>The gate's parameters (angles in radians); where <see cref="RunTimeParameters"/> are given, placeholders.</summary>
    public ImmutableArray<double> Parameters { get; init; } = [];

    /// <summary>Parameters that follow from measured bits, evaluated in each run; empty where all are fixed.</summary>
    public ImmutableArray<ClassicalExpression> RunTimeParameters { get; init; } = [];

    /// <summary>How many leading qubits are added controls.</summary>
    public int ControlCount { get; init; }

    /// <summary>For each added control whether it acts on 1 (<see langword="true"/>) or on 0; empty means that all act on 1.</summary>
    public ImmutableArray<bool> ControlStates { get; init; } = [];
}
