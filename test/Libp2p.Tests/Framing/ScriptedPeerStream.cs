namespace Orleans.QuantumMesh.Libp2p.Tests;

/// <summary>A peer's stream that gives scripted bytes in pieces and keeps what is written.</summary>
internal sealed class ScriptedPeerStream(byte[] script, IReadOnlyList<int> pieces) : IPeerStream
{
    private readonly ScriptedChannel _channel = new(script, pieces);

    public PeerId RemotePeer => default;

    public string Protocol => "/test";

    public byte[] Written => _channel.Written;

    public ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => _channel.ReadAsync(buffer, cancellationToken);

    public ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => _channel.WriteAsync(buffer, cancellationToken);

    public ValueTask CloseWriteAsync(CancellationToken cancellationToken = default) => default;

    public void Reset()
    {
    }

    public ValueTask DisposeAsync() => default;
}
