namespace Orleans.QuantumMesh.Gateway;

/// <summary>What was run.</summary>
public sealed record CircuitDocument
{
    public required string JobId { get; init; }

    public required string Format { get; init; }

    public required string Circuit { get; init; }
}
