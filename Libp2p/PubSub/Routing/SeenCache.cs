using System.Buffers.Binary;

using Orleans.QuantumMesh.Libp2p.PubSub.Wire;

namespace Orleans.QuantumMesh.Libp2p.PubSub.Routing;

/// <summary>
/// Remembers message ids for a time and within a bound, and of each author the highest sequence number that was forgotten:
/// since sequence numbers rise, nothing at or below it can be new.
/// </summary>
internal sealed class SeenCache(TimeSpan keep, int limit, int authorLimit)
{
    private readonly HashSet<MessageId> _ids = [];
    private readonly Queue<(MessageId Id, long Until)> _order = new();
    private readonly Dictionary<MessageId, ulong> _forgotten = [];
    private readonly Queue<MessageId> _authors = new();
    private readonly long _keep = (long)keep.TotalMilliseconds;

    public int Count => _ids.Count;

    public bool Contains(MessageId id) => _ids.Contains(id);

    /// <summary>Whether the author's message is no newer than one that was forgotten already.</summary>
    public bool IsReplay(MessageId id)
    {
        ReadOnlySpan<byte> bytes = id.Bytes;
        return _forgotten.Count > 0
            && bytes.Length > SignedMessageCodec.SequenceLength
            && _forgotten.TryGetValue(Author(bytes), out ulong highest)
            && Sequence(bytes) <= highest;
    }

    /// <summary>Remembers the id; false when it is known already.</summary>
    public bool Add(MessageId id, long now)
    {
        if (!_ids.Add(id))
        {
            return false;
        }

        _order.Enqueue((id, now + _keep));
        while (_order.Count > limit)
        {
            Forget();
        }

        return true;
    }

    public void Expire(long now)
    {
        while (_order.TryPeek(out (MessageId Id, long Until) oldest) && oldest.Until <= now)
        {
            Forget();
        }
    }

    private static MessageId Author(ReadOnlySpan<byte> id) => new(id[..^SignedMessageCodec.SequenceLength].ToArray());

    private static ulong Sequence(ReadOnlySpan<byte> id) => BinaryPrimitives.ReadUInt64BigEndian(id[^SignedMessageCodec.SequenceLength..]);

    private void Forget()
    {
        MessageId id = _order.Dequeue().Id;
        _ids.Remove(id);
        MessageId author = Author(id.Bytes);
        ulong sequence = Sequence(id.Bytes);
        if (_forgotten.TryGetValue(author, out ulong highest))
        {
            _forgotten[author] = Math.Max(highest, sequence);
            return;
        }

        while (_authors.Count >= authorLimit)
        {
            _forgotten.Remove(_authors.Dequeue());
        }

        _forgotten.Add(author, sequence);
        _authors.Enqueue(author);
    }
}
