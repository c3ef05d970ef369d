namespace Orleans.QuantumMesh.Libp2p;

/// <summary>Limits of one Yamux connection.</summary>
public sealed record YamuxOptions
{
    /// <summary>The window that every stream starts with; the protocol fixes it at 256 KiB.</summary>
    public const int InitialWindow = 256 * 1024;

    /// <summary>Inbound streams at once; one more is reset. 512.</summary>
    public int MaxInboundStreams { get; init; } = 512;

    /// <summary>Own streams that the peer has not acknowledged; one more waits. 256.</summary>
    public int MaxUnacknowledgedStreams { get; init; } = 256;

    /// <summary>The largest receive window that a stream's grows to, in bytes. 16 MiB.</summary>
    public int MaxWindow { get; init; } = 16 * 1024 * 1024;

    /// <summary>What all windows of a connection together may grow by, in bytes. 32 MiB.</summary>
    public int MaxWindowGrowth { get; init; } = 32 * 1024 * 1024;

    /// <summary>Received bytes of all streams together that may wait for their readers; more end the connection. 64 MiB.</summary>
    public long MaxUnread { get; init; } = 64 * 1024 * 1024;

    /// <summary>A connection that is silent for so long is pinged. 15 s.</summary>
    public TimeSpan KeepAliveInterval { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>A ping unanswered, or a write that makes no progress, for so long ends the connection. 20 s.</summary>
    public TimeSpan PeerTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long the negotiation of a stream's protocol may take. 10 s.</summary>
    public TimeSpan NegotiationTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a closed stream waits for the peer to close its side before it is reset. 30 s.</summary>
    public TimeSpan CloseTimeout { get; init; } = TimeSpan.FromSeconds(30);
}
