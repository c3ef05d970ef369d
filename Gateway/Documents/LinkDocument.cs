namespace Orleans.QuantumMesh.Gateway;

/// <summary>An open connection.</summary>
public sealed record LinkDocument
{
    public required string From { get; init; }

    public required string To { get; init; }

    public required double? RoundTripMs { get; init; }

    public required DateTimeOffset? LastSeenAt { get; init; }
}
