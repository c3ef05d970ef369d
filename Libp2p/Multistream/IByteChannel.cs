namespace Orleans.QuantumMesh.Libp2p;

/// <summary>What multistream-select runs over: a socket, a Noise session or a muxed stream.</summary>
internal interface IByteChannel
{
    /// <summary>Reads at least one byte; 0 at the end.</summary>
    ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken);

    ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken);
}
