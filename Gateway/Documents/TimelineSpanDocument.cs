namespace Orleans.QuantumMesh.Gateway;

/// <summary>A fragment in time.</summary>
public sealed record TimelineSpanDocument
{
    public required string FragmentId { get; init; }

    public required string? NodeId { get; init; }

    public required int Attempts { get; init; }

    public required DateTimeOffset? QueuedAt { get; init; }

    public required DateTimeOffset? ReservedAt { get; init; }

    public required DateTimeOffset? DispatchedAt { get; init; }

    public required DateTimeOffset? ExecutedAt { get; init; }
}
