namespace Orleans.QuantumMesh.Gateway;

/// <summary>An operation of a program.</summary>
public sealed record ProgramOperationDocument
{
    public required string OperationId { get; init; }

    public required string Name { get; init; }

    public required string? ServiceType { get; init; }

    public required IReadOnlyList<int> Qubits { get; init; }
}
