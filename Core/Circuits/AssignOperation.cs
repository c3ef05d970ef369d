namespace Orleans.QuantumMesh.Core.Circuits;

/// <summary>A classical assignment that the coordinator makes in each run; exactly one of <see cref="Bit"/> and <see cref="Variable"/> is set. It has no qubits and no service type.</summary>
public sealed record AssignOperation : Operation
{
    /// <summary>The classical bit that is written.</summary>
    public int? Bit { get; init; }

    /// <summary>The run-time variable that is written.</summary>
    public int? Variable { get; init; }

    /// <summary>What is assigned.</summary>
    public required ClassicalExpression Value { get; init; }
}
