namespace Orleans.QuantumMesh.Gateway;

/// <summary>An error of shot 0.</summary>
public sealed record LeadRunErrorDocument
{
    public required string FragmentId { get; init; }

    public required string? OperationId { get; init; }

    public required IReadOnlyList<int> Qubits { get; init; }

    public required string Kind { get; init; }

    public required string Pauli { get; init; }
}
