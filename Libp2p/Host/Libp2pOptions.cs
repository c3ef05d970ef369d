namespace Orleans.QuantumMesh.Libp2p;

/// <summary>How a <see cref="Libp2pHost"/> listens, dials and limits its peers.</summary>
public sealed record Libp2pOptions
{
    /// <summary>Addresses to listen on; port 0 takes a free one. None: the host only dials.</summary>
    public IReadOnlyList<Multiaddr> Listen { get; init; } = [];

    /// <summary>Addresses that peers are told of instead of the ones listened on.</summary>
    public IReadOnlyList<Multiaddr> Announce { get; init; } = [];

    /// <summary>What identify says about this program.</summary>
    public string AgentVersion { get; init; } = "orleans-quantummesh/0.1.0";

    /// <summary>What identify says about the network.</summary>
    public string ProtocolVersion { get; init; } = "quantum-mesh/1.0.0";

    /// <summary>How long a TCP connection may take to come about, for each address that a name has. 5 s.</summary>
    public TimeSpan DialTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long everything from the TCP connection to the agreed muxer may take. 10 s.</summary>
    public TimeSpan HandshakeTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a peer may take to identify itself. 5 s.</summary>
    public TimeSpan IdentifyTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Inbound connections in handshake at once; one more ends the oldest. 128.</summary>
    public int MaxHalfOpen { get; init; } = 128;

    /// <summary>Connections at once; further inbound ones are closed. 1,024.</summary>
    public int MaxConnections { get; init; } = 1024;

    /// <summary>Connections to one peer at once; further ones are closed. 8.</summary>
    public int MaxConnectionsPerPeer { get; init; } = 8;

    /// <summary>Limits of each connection's muxer.</summary>
    public YamuxOptions Yamux { get; init; } = new();
}
