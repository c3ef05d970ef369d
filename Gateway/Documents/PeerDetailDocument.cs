namespace Orleans.QuantumMesh.Gateway;

/// <summary>A peer of the mesh, in full.</summary>
public sealed record PeerDetailDocument
{
    public required string PeerId { get; init; }

    public required string TrustTier { get; init; }

    public required string HealthStatus { get; init; }

    public required int NetworkAddressCount { get; init; }

    public required int ServiceCount { get; init; }

    public required int ActiveReservations { get; init; }

    public required int ActiveExecutions { get; init; }

    public required DateTimeOffset? LastSeenAt { get; init; }

    public required bool IsStale { get; init; }

    public required IReadOnlyList<string> NetworkAddresses { get; init; }

    public required IReadOnlyList<string> SupportedProtocols { get; init; }

    public required IReadOnlyList<string> ServiceIds { get; init; }

    public required long? PeerLogPosition { get; init; }

    public required DateTimeOffset? FirstSeenAt { get; init; }

    public required DateTimeOffset? LastAdvertisementAt { get; init; }

    public required DateTimeOffset? LastHeartbeatAt { get; init; }

    public required bool Rejoined { get; init; }

    /// <summary>The node's program.</summary>
    public required string? Agent { get; init; }
}
