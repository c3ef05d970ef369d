namespace Orleans.QuantumMesh.Gateway;

/// <summary>One attempt of a fragment.</summary>
public sealed record AttemptDocument
{
    public required string NodeId { get; init; }

    public required int Attempt { get; init; }

    public required string Status { get; init; }

    public required string? Error { get; init; }
}
