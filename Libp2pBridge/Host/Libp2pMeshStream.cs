using Orleans.QuantumMesh.Libp2p;
using Orleans.QuantumMesh.Mesh.Protocol;

namespace Orleans.QuantumMesh.Libp2pBridge;

/// <summary>A libp2p stream as one of frames.</summary>
internal sealed class Libp2pMeshStream(IPeerStream stream, int maxFrame) : IMeshStream
{
    private readonly FrameReader _reader = new(stream, maxFrame);

    public string RemotePeerId { get; } = stream.RemotePeer.Text;

    public ValueTask<ReadOnlyMemory<byte>?> ReadFrameAsync(CancellationToken cancellationToken = default) => _reader.ReadAsync(cancellationToken);

    public ValueTask WriteFrameAsync(ReadOnlyMemory<byte> frame, CancellationToken cancellationToken = default) => stream.WriteFrameAsync(frame, cancellationToken);

    public ValueTask CloseWriteAsync(CancellationToken cancellationToken = default) => stream.CloseWriteAsync(cancellationToken);

    public void Reset() => stream.Reset();

    public async ValueTask DisposeAsync()
    {
        await stream.DisposeAsync().ConfigureAwait(false);
        _reader.Dispose();
    }
}
