namespace Orleans.QuantumMesh.Libp2p;

/// <summary>What a protocol needs of the host beneath it: streams to connected peers and word of who comes and goes.</summary>
public interface IPeerNetwork
{
    /// <summary>This host's own identity.</summary>
    PeerId LocalPeer { get; }

    /// <summary>The peers that a connection is open to.</summary>
    IReadOnlyCollection<PeerId> ConnectedPeers { get; }

    /// <summary>Raised once a peer has its first connection and identify is through; the second argument lists the protocols that it serves.</summary>
    event Action<PeerId, IReadOnlyList<string>>? PeerConnected;

    /// <summary>Raised when a peer's last connection is gone.</summary>
    event Action<PeerId>? PeerDisconnected;

    /// <summary>Opens a stream on an existing connection; the first protocol that the peer takes is used.</summary>
    /// <exception cref="IOException">No connection, or the peer takes none of the protocols.</exception>
    ValueTask<IPeerStream> OpenStreamAsync(PeerId peer, IReadOnlyList<string> protocols, CancellationToken cancellationToken = default);

    /// <summary>Serves a protocol: the handler owns each inbound stream until its task ends; then the stream is closed, or reset if the task failed. The token is cancelled with the connection.</summary>
    void Handle(string protocol, Func<IPeerStream, CancellationToken, Task> handler);

    /// <summary>Ends every connection to the peer.</summary>
    void Disconnect(PeerId peer);
}
