namespace Orleans.QuantumMesh.Grains.Abstractions;

/// <summary>The view of the mesh that planners read, keyed <c>registry-</c> + namespace.</summary>
[Alias("qmesh.registry")]
public interface IServiceRegistryGrain : IGrainWithStringKey
{
    /// <summary>Takes verified heartbeats in batches.</summary>
    [Alias("heartbeats")]
    Task Heartbeats(IReadOnlyList<NodeHeartbeat> heartbeats);

    /// <summary><c>GET /discovery/peers</c>.</summary>
    [Alias("peers")]
    Task<JsonDocumentText> Peers(bool includeStale);

    /// <summary><c>GET /discovery/topology</c>.</summary>
    [Alias("topology")]
    Task<JsonDocumentText> Topology();

    /// <summary><c>GET /discovery/network/topology</c>.</summary>
    [Alias("network-topology")]
    Task<JsonDocumentText> NetworkTopology();

    /// <summary><c>GET /discovery/stats</c>.</summary>
    [Alias("stats")]
    Task<JsonDocumentText> Stats();

    /// <summary><c>GET /services</c>.</summary>
    [Alias("services")]
    Task<JsonDocumentText> Services(string? serviceType, double? minFidelity, bool? available);
}
