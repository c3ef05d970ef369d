using System.Buffers.Binary;
using System.Text;

namespace Orleans.QuantumMesh.Libp2p.PubSub.Wire;

/// <summary>Signs and verifies messages under the policy StrictSign.</summary>
/// <remarks>
/// The signature covers <c>libp2p-pubsub:</c> and the protobuf of from, data, seqno and topic in that order, each where present,
/// without signature and key.
/// </remarks>
internal static class SignedMessageCodec
{
    public const int SequenceLength = 8;
    private static readonly byte[] Prefix = "libp2p-pubsub:"u8.ToArray();

    /// <summary>A new message by this host. The key is left out: an Ed25519 peer id carries it.</summary>
    public static SignedMessage Sign(PeerIdentity identity, string topic, ulong sequence, ReadOnlySpan<byte> data)
    {
        byte[] number = new byte[SequenceLength];
        BinaryPrimitives.WriteUInt64BigEndian(number, sequence);
        RawMessage raw = new(identity.Id.Multihash.ToArray(), data.ToArray(), number, Encoding.UTF8.GetBytes(topic), null, null);
        raw = raw with { Signature = identity.Sign(Encode(raw, forSigning: true, out _)) };
        return Finish(raw, new MessageId(identity.Id.Multihash, number), identity.Id, topic, sequence);
    }

    /// <summary>The message's id, or null and the reason when it has no author or no sequence number of 8 bytes.</summary>
    public static MessageId? Identify(in RawMessage raw, out GossipCounter reason)
    {
        if (raw.From is not { Length: > 0 and <= 128 } from)
        {
            reason = GossipCounter.MissingAuthor;
            return null;
        }

        if (raw.Sequence is not { Length: SequenceLength } sequence)
        {
            reason = GossipCounter.MissingSequence;
            return null;
        }

        reason = default;
        return new MessageId(from.Span, sequence.Span);
    }

    /// <summary>The verified message in memory of its own, or null and the reason.</summary>
    public static SignedMessage? Verify(in RawMessage raw, MessageId id, out GossipCounter reason)
    {
        reason = GossipCounter.MissingAuthor;
        if (!PeerId.TryFromMultihash(raw.From!.Value.Span, out PeerId author))
        {
            return null;
        }

        reason = GossipCounter.Unsigned;
        if (raw.Signature is not { Length: > 0 } signature)
        {
            return null;
        }

        reason = GossipCounter.ForeignKey;
        if (KeyOf(author, raw.Key) is not { } key)
        {
            return null;
        }

        reason = GossipCounter.BadSignature;
        if (!key.Verify(Encode(raw, forSigning: true, out _), signature.Span))
        {
            return null;
        }

        return Finish(raw, id, author, Encoding.UTF8.GetString(raw.Topic!.Value.Span), BinaryPrimitives.ReadUInt64BigEndian(raw.Sequence!.Value.Span));
    }

    private static PublicKey? KeyOf(PeerId author, ReadOnlyMemory<byte>? attached)
    {
        if (attached is not { Length: > 0 } encoded)
        {
            return author.TryGetPublicKey(out PublicKey? inlined) ? inlined : null;
        }

        return PublicKey.TryDecode(encoded.Span, out PublicKey? key) && author.Matches(key) ? key : null;
    }

    private static SignedMessage Finish(in RawMessage raw, MessageId id, PeerId author, string topic, ulong sequence)
    {
        byte[] encoded = Encode(raw, forSigning: false, out int dataOffset);
        return new SignedMessage(id, author, topic, sequence, encoded.AsMemory(dataOffset, raw.Data?.Length ?? 0), encoded);
    }

    private static byte[] Encode(in RawMessage raw, bool forSigning, out int dataOffset)
    {
        ReadOnlySpan<ReadOnlyMemory<byte>?> fields = forSigning
            ? [raw.From, raw.Data, raw.Sequence, raw.Topic]
            : [raw.From, raw.Data, raw.Sequence, raw.Topic, raw.Signature, raw.Key];
        int position = forSigning ? Prefix.Length : 0;
        int total = position;
        foreach (ReadOnlyMemory<byte>? field in fields)
        {
            total += field is { } present ? RpcFrame.FieldSize(present.Length) : 0;
        }

        byte[] encoded = new byte[total];
        Prefix.AsSpan(0, position).CopyTo(encoded);
        dataOffset = 0;
        for (int i = 0; i < fields.Length; i++)
        {
            if (fields[i] is not { } field)
            {
                continue;
            }

            encoded[position++] = (byte)(((i + 1) << 3) | 2);
            position += Varint.Write(encoded.AsSpan(position), (ulong)field.Length);
            dataOffset = i == 1 ? position : dataOffset;
            field.CopyTo(encoded.AsMemory(position));
            position += field.Length;
        }

        return encoded;
    }
}
