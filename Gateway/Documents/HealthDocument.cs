namespace Orleans.QuantumMesh.Gateway;

/// <summary>Whether the process serves.</summary>
public sealed record HealthDocument
{
    public required string Status { get; init; }

    public required string Service { get; init; }

    public required string Environment { get; init; }

    public required string Version { get; init; }

    public required double UptimeSeconds { get; init; }

    public required PersistenceReport Persistence { get; init; }
}
