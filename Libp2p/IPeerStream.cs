namespace Orleans.QuantumMesh.Libp2p;

/// <summary>A bidirectional byte stream to one peer, negotiated for one protocol and carried by the connection's muxer.</summary>
public interface IPeerStream : IAsyncDisposable
{
    /// <summary>The peer at the other end, proven by the connection's Noise handshake.</summary>
    PeerId RemotePeer { get; }

    /// <summary>The negotiated protocol id, such as <c>/ipfs/ping/1.0.0</c>.</summary>
    string Protocol { get; }

    /// <summary>Reads what is there, at least one byte; 0 means that the peer has closed its side. Reads must not overlap; the caller may go on on the connection's thread.</summary>
    /// <exception cref="IOException">The stream was reset or its connection ended.</exception>
    ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default);

    /// <summary>Sends all bytes, waiting for the peer's window where that is full. Writes must not overlap.</summary>
    /// <exception cref="IOException">The stream was reset or its connection ended.</exception>
    ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default);

    /// <summary>Closes this side for writing; the peer reads the end of the stream.</summary>
    ValueTask CloseWriteAsync(CancellationToken cancellationToken = default);

    /// <summary>Ends both directions at once; the peer sees a reset.</summary>
    void Reset();
}
