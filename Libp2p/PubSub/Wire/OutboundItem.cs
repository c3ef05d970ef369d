using System.Text;

namespace Orleans.QuantumMesh.Libp2p.PubSub.Wire;

/// <summary>The encoded piece of an RPC that waits in a peer's queue; for control its bytes are fields of the control message.</summary>
internal readonly record struct OutboundItem(OutboundKind Kind, ReadOnlyMemory<byte> Bytes)
{
    public static OutboundItem Message(ReadOnlyMemory<byte> encoded) => new(OutboundKind.Message, encoded);

    public static OutboundItem Subscription(string topic, bool subscribe)
    {
        ProtobufWriter entry = new();
        entry.WriteVarint(1, subscribe ? 1UL : 0);
        entry.WriteString(2, topic);
        return new OutboundItem(OutboundKind.Subscription, entry.ToArray());
    }

    public static OutboundItem Graft(string topic)
    {
        ProtobufWriter entry = new();
        entry.WriteString(1, topic);
        return Control(3, entry);
    }

    /// <summary>PRUNE without peer exchange; a peer of version 1.0 takes no backoff.</summary>
    public static OutboundItem Prune(string topic, ulong? backoffSeconds)
    {
        ProtobufWriter entry = new();
        entry.WriteString(1, topic);
        if (backoffSeconds is { } seconds)
        {
            entry.WriteVarint(3, seconds);
        }

        return Control(4, entry);
    }

    /// <summary>IHAVE entries, each of at most <paramref name="limit"/> bytes.</summary>
    public static IEnumerable<OutboundItem> IHave(string topic, IEnumerable<MessageId> ids, int limit) =>
        Chunks(ids, limit - Encoding.UTF8.GetByteCount(topic) - 16).Select(chunk => Ids(1, 2, chunk, topic));

    /// <summary>IWANT entries, each of at most <paramref name="limit"/> bytes.</summary>
    public static IEnumerable<OutboundItem> IWant(IEnumerable<MessageId> ids, int limit) =>
        Chunks(ids, limit - 16).Select(chunk => Ids(2, 1, chunk, null));

    public static OutboundItem IDontWant(MessageId id) => Ids(5, 1, [id], null);

    private static OutboundItem Ids(int field, int idsField, List<MessageId> ids, string? topic)
    {
        ProtobufWriter entry = new();
        if (topic is not null)
        {
            entry.WriteString(1, topic);
        }

        foreach (MessageId id in ids)
        {
            entry.WriteBytes(idsField, id.Bytes);
        }

        return Control(field, entry);
    }

    private static OutboundItem Control(int field, ProtobufWriter entry)
    {
        ProtobufWriter control = new();
        control.WriteBytes(field, entry.ToArray());
        return new OutboundItem(OutboundKind.Control, control.ToArray());
    }

    private static IEnumerable<List<MessageId>> Chunks(IEnumerable<MessageId> ids, int limit)
    {
        List<MessageId> chunk = [];
        int size = 0;
        foreach (MessageId id in ids)
        {
            int more = 1 + Varint.Length((ulong)id.Bytes.Length) + id.Bytes.Length;
            if (chunk.Count > 0 && size + more > limit)
            {
                yield return chunk;
                chunk = [];
                size = 0;
            }

            chunk.Add(id);
            size += more;
        }

        if (chunk.Count > 0)
        {
            yield return chunk;
        }
    }
}
