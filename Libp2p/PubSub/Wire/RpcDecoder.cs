using System.Text;

namespace Orleans.QuantumMesh.Libp2p.PubSub.Wire;

/// <summary>Decodes RPCs (rpc.proto of libp2p's pubsub and gossipsub specifications) within bounds on what is kept.</summary>
internal static class RpcDecoder
{
    /// <summary>More messages than that do not fit 1 MiB when each has an author and a signature.</summary>
    private const int MessageLimit = 10_000;

    /// <summary>Ids, subscriptions and mesh changes kept of one RPC; the rest is skipped.</summary>
    private const int EntryLimit = 5_000;

    /// <summary>Longest message id kept, in bytes.</summary>
    private const int IdLimit = 256;

    /// <exception cref="InvalidDataException">The bytes are no such RPC.</exception>
    public static Rpc Decode(ReadOnlyMemory<byte> frame)
    {
        Rpc rpc = new();
        ProtobufReader reader = new(frame.Span);
        while (reader.TryReadField(out int field, out _, out ReadOnlySpan<byte> bytes))
        {
            Require(field > 3 || reader.IsBytes);
            switch (field)
            {
                case 1:
                    ReadSubscription(rpc, bytes);
                    break;
                case 2:
                    Require(rpc.Messages.Count < MessageLimit);
                    rpc.Messages.Add(DecodeMessage(SliceOf(frame, bytes)));
                    break;
                case 3:
                    ReadControl(rpc, bytes);
                    break;
            }
        }

        Require(!reader.IsMalformed);
        return rpc;
    }

    /// <exception cref="InvalidDataException">The bytes are no message.</exception>
    public static RawMessage DecodeMessage(ReadOnlyMemory<byte> message)
    {
        RawMessage raw = default;
        ProtobufReader reader = new(message.Span);
        while (reader.TryReadField(out int field, out _, out ReadOnlySpan<byte> bytes))
        {
            Require(field > 6 || reader.IsBytes);
            ReadOnlyMemory<byte> slice = SliceOf(message, bytes);
            raw = field switch
            {
                1 => raw with { From = slice },
                2 => raw with { Data = slice },
                3 => raw with { Sequence = slice },
                4 => raw with { Topic = slice },
                5 => raw with { Signature = slice },
                6 => raw with { Key = slice },
                _ => raw,
            };
        }

        Require(!reader.IsMalformed);
        return raw;
    }

    private static void ReadSubscription(Rpc rpc, ReadOnlySpan<byte> entry)
    {
        bool subscribe = false;
        string topic = "";
        ProtobufReader reader = new(entry);
        while (reader.TryReadField(out int field, out ulong number, out ReadOnlySpan<byte> bytes))
        {
            if (field == 1)
            {
                subscribe = number != 0;
            }
            else if (field == 2)
            {
                topic = Encoding.UTF8.GetString(bytes);
            }
        }

        Require(!reader.IsMalformed);
        if (rpc.Subscriptions.Count < EntryLimit)
        {
            rpc.Subscriptions.Add((subscribe, topic));
        }
    }

    private static void ReadControl(Rpc rpc, ReadOnlySpan<byte> control)
    {
        int announced = 0;
        ProtobufReader reader = new(control);
        while (reader.TryReadField(out int field, out _, out ReadOnlySpan<byte> entry))
        {
            Require(field > 5 || reader.IsBytes);
            switch (field)
            {
                case 1 when announced < EntryLimit:
                    List<MessageId> ids = [];
                    rpc.IHave.Add((ReadEntry(entry, idsField: 2, ids, out _), ids));
                    announced += 1 + ids.Count;
                    break;
                case 2:
                    ReadEntry(entry, idsField: 1, rpc.IWant, out _);
                    break;
                case 3 when rpc.Graft.Count < EntryLimit:
                    rpc.Graft.Add(ReadEntry(entry, idsField: 0, [], out _));
                    break;
                case 4 when rpc.Prune.Count < EntryLimit:
                    rpc.Prune.Add((ReadEntry(entry, idsField: 0, [], out ulong? backoff), backoff));
                    break;
                case 5:
                    ReadEntry(entry, idsField: 1, rpc.IDontWant, out _);
                    break;
            }
        }

        Require(!reader.IsMalformed);
    }

    /// <summary>Any one control entry: a topic in field 1 unless the ids are there, ids, and PRUNE's backoff in field 3; PRUNE's peers are passed over.</summary>
    private static string ReadEntry(ReadOnlySpan<byte> entry, int idsField, List<MessageId> ids, out ulong? backoff)
    {
        string topic = "";
        backoff = null;
        ProtobufReader reader = new(entry);
        while (reader.TryReadField(out int field, out ulong number, out ReadOnlySpan<byte> bytes))
        {
            if (field == idsField && reader.IsBytes)
            {
                if (ids.Count < EntryLimit && bytes.Length is > 0 and <= IdLimit)
                {
                    ids.Add(new MessageId(bytes.ToArray()));
                }
            }
            else if (field == 1 && reader.IsBytes)
            {
                topic = Encoding.UTF8.GetString(bytes);
            }
            else if (field == 3 && reader.IsVarint)
            {
                backoff = number;
            }
        }

        Require(!reader.IsMalformed);
        return topic;
    }

    private static ReadOnlyMemory<byte> SliceOf(ReadOnlyMemory<byte> whole, ReadOnlySpan<byte> part) =>
        whole.Span.Overlaps(part, out int offset) ? whole.Slice(offset, part.Length) : ReadOnlyMemory<byte>.Empty;

    private static void Require(bool condition)
    {
        if (!condition)
        {
            throw new InvalidDataException("a gossip RPC is no protobuf of the specification, or has too many messages");
        }
    }
}
