namespace Orleans.QuantumMesh.Libp2p.Tests;

/// <summary>A channel whose peer has said everything already; reads give it in pieces of the given sizes, then the end.</summary>
internal sealed class ScriptedChannel(byte[] script, IReadOnlyList<int> pieces) : IByteChannel
{
    private readonly List<byte> _written = [];
    private int _position;
    private int _piece;

    public byte[] Written => [.. _written];

    /// <summary>What a layer above would still read from the channel itself.</summary>
    public byte[] Unread => script[_position..];

    public ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        int size = pieces.Count == 0 ? int.MaxValue : pieces[_piece++ % pieces.Count];
        int count = Math.Min(Math.Min(size, buffer.Length), script.Length - _position);
        script.AsMemory(_position, count).CopyTo(buffer);
        _position += count;
        return new(count);
    }

    public ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        _written.AddRange(buffer.Span);
        return default;
    }
}
