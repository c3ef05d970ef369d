namespace Orleans.QuantumMesh.Gateway;

/// <summary>Why a node is no candidate.</summary>
public sealed record RefusedDocument
{
    public required string NodeId { get; init; }

    public required string Reason { get; init; }

    public string? Detail { get; init; }
}
