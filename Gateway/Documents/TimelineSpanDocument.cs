namespace Orleans.QuantumMesh.Gateway;

/// <summary>A fragment in time.</summary>
public sealed record TimelineSpanDocument
{
    /// <summary>The plan's fragment (<c>frag-0007</c>), a turn of one in a loop (<c>frag-0007.3</c>), or where its answer was larger than a frame a part of either (<c>frag-0007.ab</c>): what stands before the first dot is the plan's.</summary>
    public required string FragmentId { get; init; }

    public required string? NodeId { get; init; }

    public required int Attempts { get; init; }

    public required DateTimeOffset? QueuedAt { get; init; }

    public required DateTimeOffset? ReservedAt { get; init; }

    public required DateTimeOffset? DispatchedAt { get; init; }

    public required DateTimeOffset? ExecutedAt { get; init; }
}
