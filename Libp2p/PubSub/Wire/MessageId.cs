namespace Orleans.QuantumMesh.Libp2p.PubSub.Wire;

/// <summary>A message's name: the author's peer id bytes and the 8 bytes of its sequence number; peers of other kinds may use other bytes.</summary>
internal readonly struct MessageId : IEquatable<MessageId>
{
    private readonly byte[] _bytes;
    private readonly int _hash;

    public MessageId(byte[] bytes)
    {
        _bytes = bytes;
        var hash = new HashCode();
        hash.AddBytes(bytes);
        _hash = hash.ToHashCode();
    }

    public MessageId(ReadOnlySpan<byte> author, ReadOnlySpan<byte> sequence)
        : this([.. author, .. sequence])
    {
    }

    public ReadOnlySpan<byte> Bytes => _bytes;

    public bool Equals(MessageId other) => _hash == other._hash && Bytes.SequenceEqual(other.Bytes);

    public override bool Equals(object? obj) => obj is MessageId other && Equals(other);

    public override int GetHashCode() => _hash;

    public override string ToString() => Convert.ToHexStringLower(_bytes);
}
