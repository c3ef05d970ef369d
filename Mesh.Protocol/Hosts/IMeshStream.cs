namespace Orleans.QuantumMesh.Mesh.Protocol;

/// <summary>A bidirectional stream of frames (unsigned varint length, then that many bytes) to one peer. One reader and one writer at a time.</summary>
public interface IMeshStream : IAsyncDisposable
{
    /// <summary>The peer at the other end, proven by the connection.</summary>
    string RemotePeerId { get; }

    /// <summary>The next frame, valid until the next call; <see langword="null"/> when the peer has closed its side between two frames.</summary>
    /// <exception cref="InvalidDataException">The frame is longer than this side allows, or its length is no varint.</exception>
    /// <exception cref="IOException">The stream was reset, ended within a frame, or its connection ended.</exception>
    ValueTask<ReadOnlyMemory<byte>?> ReadFrameAsync(CancellationToken cancellationToken = default);

    /// <summary>Sends one frame.</summary>
    /// <exception cref="IOException">The stream was reset or its connection ended.</exception>
    ValueTask WriteFrameAsync(ReadOnlyMemory<byte> frame, CancellationToken cancellationToken = default);

    /// <summary>Closes this side for writing; the peer reads the end.</summary>
    ValueTask CloseWriteAsync(CancellationToken cancellationToken = default);

    /// <summary>Ends both directions at once; the peer sees a reset.</summary>
    void Reset();
}
