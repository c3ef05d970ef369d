using System.Collections.Immutable;

namespace Orleans.QuantumMesh.Core.Circuits;

/// <summary>
/// A run-time loop: while <see cref="While"/> is true the body runs once more. It is a barrier: all that stands before it is done before, all that stands after it is done after.
/// Its <see cref="Operation.Qubits"/> are those of the body.
/// </summary>
public sealed record LoopOperation : Operation
{
    /// <summary>Evaluated before each turn in each run.</summary>
    public required ClassicalExpression While { get; init; }

    /// <summary>The body's operations in program order.</summary>
    public required ImmutableArray<Operation> Body { get; init; }

    /// <summary>How many turns a run may take before it is ended with an error that names this bound.</summary>
    public required int MaximumTurns { get; init; }
}
