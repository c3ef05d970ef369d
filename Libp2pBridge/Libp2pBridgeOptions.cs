namespace Orleans.QuantumMesh.Libp2pBridge;

/// <summary>The libp2p part of a silo's configuration.</summary>
public sealed record Libp2pBridgeOptions
{
    /// <summary>Off: nothing is listened on, and jobs can't be run.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>The rendezvous namespace.</summary>
    public string Namespace { get; init; } = "quantum-mesh";

    /// <summary>Multiaddrs to listen on; TCP port 0 takes a free one, the same at every start.</summary>
    public IReadOnlyList<string> Listen { get; init; } = ["/ip4/127.0.0.1/tcp/0"];

    /// <summary>Public multiaddrs that peers are told of instead.</summary>
    public IReadOnlyList<string> Announce { get; init; } = [];

    /// <summary>Multiaddrs, each ending in <c>/p2p/ID</c>, of peers to stay connected to.</summary>
    public IReadOnlyList<string> Bootstrap { get; init; } = [];

    /// <summary>The folder that keeps the identity (<c>libp2p.key</c>) and the port (<c>libp2p.port</c>).</summary>
    public required string DataFolder { get; init; }
}
