namespace Orleans.QuantumMesh.Gateway;

/// <summary>The mesh as the planner sees it.</summary>
public sealed record NetworkTopologyDocument
{
    public required bool FabricRunning { get; init; }

    public required DateTimeOffset GeneratedAt { get; init; }

    public required IReadOnlyList<ServiceDocument> Services { get; init; }

    public required IReadOnlyList<object> RegistrySnapshot { get; init; }

    public required IReadOnlyList<LinkDocument> Links { get; init; }

    public required long RegistryVersion { get; init; }
}
