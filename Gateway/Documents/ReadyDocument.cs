namespace Orleans.QuantumMesh.Gateway;

/// <summary>Whether the coordinator can take work: <c>ready</c>, or <c>degraded</c> with status 503.</summary>
public sealed record ReadyDocument
{
    public required string Status { get; init; }

    public required string Service { get; init; }

    public required string Environment { get; init; }

    public required string Version { get; init; }

    public required double UptimeSeconds { get; init; }

    public required PersistenceReport Persistence { get; init; }

    public required MeshReadiness Libp2p { get; init; }
}
