namespace Orleans.QuantumMesh.Gateway;

/// <summary>What a node has to know to join.</summary>
public sealed record BootstrapDocument
{
    public required bool Enabled { get; init; }

    public required string? PeerId { get; init; }

    public required string RendezvousNamespace { get; init; }

    /// <summary>Where the coordinator can be dialed, each ending in <c>/p2p/ID</c>.</summary>
    public required IReadOnlyList<string> ListenMultiaddrs { get; init; }

    public required IReadOnlyList<string> BootstrapPeers { get; init; }

    public required ProtocolDocument ServiceAdvertisementProtocol { get; init; }

    public required ProtocolDocument PeerHeartbeatProtocol { get; init; }

    public required ProtocolDocument ReservationProtocol { get; init; }

    public required ProtocolDocument FragmentProtocol { get; init; }

    public required ProtocolDocument JobProtocol { get; init; }
}
