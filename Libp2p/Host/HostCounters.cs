namespace Orleans.QuantumMesh.Libp2p;

/// <summary>What a host has done since it started. Thread-safe.</summary>
public sealed class HostCounters
{
    private long _connectionsOpened;
    private long _connectionsClosed;
    private long _connectionsRefused;
    private long _halfOpenEvicted;
    private long _handshakesFailed;
    private long _streamsOpened;
    private long _streamsServed;
    private long _streamsRefused;
    private long _handlersFailed;

    /// <summary>Connections that were secured and taken.</summary>
    public long ConnectionsOpened => Interlocked.Read(ref _connectionsOpened);

    /// <summary>Connections that have ended, of those.</summary>
    public long ConnectionsClosed => Interlocked.Read(ref _connectionsClosed);

    /// <summary>Connections closed because there were too many.</summary>
    public long ConnectionsRefused => Interlocked.Read(ref _connectionsRefused);

    /// <summary>Inbound connections ended in handshake to make room for newer ones.</summary>
    public long HalfOpenEvicted => Interlocked.Read(ref _halfOpenEvicted);

    /// <summary>Inbound connections whose handshake failed or took too long.</summary>
    public long HandshakesFailed => Interlocked.Read(ref _handshakesFailed);

    /// <summary>Streams that this side opened.</summary>
    public long StreamsOpened => Interlocked.Read(ref _streamsOpened);

    /// <summary>Inbound streams that went to a handler.</summary>
    public long StreamsServed => Interlocked.Read(ref _streamsServed);

    /// <summary>Inbound streams whose negotiation failed.</summary>
    public long StreamsRefused => Interlocked.Read(ref _streamsRefused);

    /// <summary>Handlers that ended with an exception.</summary>
    public long HandlersFailed => Interlocked.Read(ref _handlersFailed);

    internal void ConnectionOpened() => Interlocked.Increment(ref _connectionsOpened);

    internal void ConnectionClosed() => Interlocked.Increment(ref _connectionsClosed);

    internal void ConnectionRefused() => Interlocked.Increment(ref _connectionsRefused);

    internal void Evicted() => Interlocked.Increment(ref _halfOpenEvicted);

    internal void HandshakeFailed() => Interlocked.Increment(ref _handshakesFailed);

    internal void StreamOpened() => Interlocked.Increment(ref _streamsOpened);

    internal void StreamServed() => Interlocked.Increment(ref _streamsServed);

    internal void StreamRefused() => Interlocked.Increment(ref _streamsRefused);

    internal void HandlerFailed() => Interlocked.Increment(ref _handlersFailed);
}
