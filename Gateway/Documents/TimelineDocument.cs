namespace Orleans.QuantumMesh.Gateway;

/// <summary>A job's fragments in time.</summary>
public sealed record TimelineDocument
{
    public required string JobId { get; init; }

    public required string Status { get; init; }

    public required DateTimeOffset? CreatedAt { get; init; }

    public required DateTimeOffset? UpdatedAt { get; init; }

    public required IReadOnlyList<TimelineSpanDocument> Fragments { get; init; }
}
