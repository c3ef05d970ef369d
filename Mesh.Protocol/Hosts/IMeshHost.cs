namespace Orleans.QuantumMesh.Mesh.Protocol;

/// <summary>A peer of the mesh as everything above libp2p sees it: signed pubsub, framed streams, connections. Thread-safe.</summary>
public interface IMeshHost : IMeshSigner, IAsyncDisposable
{
    /// <summary>Where other peers reach this one; each address ends in <c>/p2p/</c> and <see cref="IMeshSigner.PeerId"/>. Never an unspecified address.</summary>
    IReadOnlyList<string> Addresses { get; }

    /// <summary>The peers that a connection is open to.</summary>
    IReadOnlyCollection<string> ConnectedPeers { get; }

    /// <summary>The program at the other end and the protocols that it serves, once identify is through; <see langword="null"/> before.</summary>
    MeshPeer? Describe(string peerId);

    /// <summary>Raised when a peer has its first connection.</summary>
    event Action<string>? PeerConnected;

    /// <summary>Raised when a peer's last connection is gone.</summary>
    event Action<string>? PeerDisconnected;

    /// <summary>Raised when a peer has subscribed to one of this host's topics: peer id, topic.</summary>
    event Action<string, string>? PeerSubscribed;

    /// <summary>
    /// Subscribes to a topic. The handler gets each message whose author's signature verified, possibly several at once, must be quick, and says whether it is passed on.
    /// One handler a topic.
    /// </summary>
    void Subscribe(string topic, Func<MeshMessage, MeshVerdict> handler);

    /// <summary>Publishes under this host's signature to the topic's subscribers.</summary>
    ValueTask PublishAsync(string topic, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken = default);

    /// <summary>Opens a stream on an open connection.</summary>
    /// <exception cref="IOException">No connection, or the peer does not serve the protocol.</exception>
    ValueTask<IMeshStream> OpenStreamAsync(string peerId, string protocol, int maxFrame, CancellationToken cancellationToken = default);

    /// <summary>Serves a protocol: the handler owns each inbound stream.</summary>
    void Serve(string protocol, int maxFrame, Func<IMeshStream, CancellationToken, Task> handler);

    /// <summary>Connects to a multiaddr that ends in <c>/p2p/ID</c>, if that peer is not connected yet; gives the peer id.</summary>
    /// <exception cref="FormatException">The text is no such multiaddr.</exception>
    /// <exception cref="IOException">The peer cannot be reached, or is another one.</exception>
    ValueTask<string> ConnectAsync(string multiaddr, CancellationToken cancellationToken = default);

    /// <summary>Measures one round trip to a connected peer.</summary>
    /// <exception cref="IOException">No connection, or it ended.</exception>
    ValueTask<TimeSpan> RoundTripAsync(string peerId, CancellationToken cancellationToken = default);

    /// <summary>Ends every connection to the peer.</summary>
    void Disconnect(string peerId);
}
