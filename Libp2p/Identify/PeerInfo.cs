namespace Orleans.QuantumMesh.Libp2p;

/// <summary>What a peer has said about itself by identify; none of it is proven but the peer id.</summary>
public sealed record PeerInfo(PeerId Peer)
{
    /// <summary>The program, such as <c>go-libp2p/0.51.0</c>.</summary>
    public string AgentVersion { get; init; } = "";

    /// <summary>The network.</summary>
    public string ProtocolVersion { get; init; } = "";

    /// <summary>The protocols that the peer serves, in ordinal order.</summary>
    public IReadOnlyList<string> Protocols { get; init; } = [];

    /// <summary>Where the peer says that it listens; addresses of transports that this stack does not know are left out.</summary>
    public IReadOnlyList<Multiaddr> ListenAddresses { get; init; } = [];

    /// <summary>The address of this host as the peer sees it.</summary>
    public Multiaddr? ObservedAddress { get; init; }

    /// <summary>Whether a signed peer record came along; it is not looked into.</summary>
    public bool HasSignedPeerRecord { get; init; }
}
