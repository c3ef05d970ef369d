using Orleans.QuantumMesh.Mesh.Protocol;

namespace Orleans.QuantumMesh.Libp2pBridge;

/// <summary>How a bridge takes part in its mesh.</summary>
public sealed record MeshBridgeOptions
{
    public MeshNamespace Namespace { get; init; } = new();

    /// <summary>Multiaddrs that it listens on, for the status.</summary>
    public IReadOnlyList<string> ConfiguredListenAddresses { get; init; } = [];

    /// <summary>Multiaddrs, each ending in <c>/p2p/ID</c>, that it keeps connected to.</summary>
    public IReadOnlyList<string> Bootstrap { get; init; } = [];

    /// <summary>How long heartbeats are gathered before the registry gets them.</summary>
    public TimeSpan HeartbeatBatch { get; init; } = TimeSpan.FromMilliseconds(150);

    /// <summary>Time between two measurements of the round trip to a node.</summary>
    public TimeSpan RoundTripInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The stack's name, for the status.</summary>
    public string Driver { get; init; } = "in-memory";

    public string DriverVersion { get; init; } = "0";
}
