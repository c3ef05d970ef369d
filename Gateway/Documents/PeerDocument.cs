namespace Orleans.QuantumMesh.Gateway;

/// <summary>A peer of the mesh.</summary>
public sealed record PeerDocument
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
}
