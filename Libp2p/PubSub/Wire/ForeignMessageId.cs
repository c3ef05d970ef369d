using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Orleans.QuantumMesh.Libp2p.PubSub.Wire;

/// <summary>
/// Recognises the message ids that other implementations use by default, so that what they announce is not asked for when it is here:
/// rust-libp2p's (author in base58, sequence number in decimal) and js-libp2p's (the author's public key, sequence number).
/// </summary>
internal static class ForeignMessageId
{
    private const int Ed25519KeyLength = 36;
    private const int Base58Length = 52;

    /// <summary>The same message's id in our form, or the id itself where its form is not known.</summary>
    public static MessageId ToOwn(MessageId id)
    {
        ReadOnlySpan<byte> bytes = id.Bytes;
        if (bytes.Length == Ed25519KeyLength + SignedMessageCodec.SequenceLength && bytes.StartsWith("\b\u0001\u0012 "u8))
        {
            return new MessageId([0, Ed25519KeyLength, .. bytes]);
        }

        if (bytes.Length is > Base58Length and <= Base58Length + 20
            && bytes.StartsWith("12D3KooW"u8)
            && ulong.TryParse(bytes[Base58Length..], NumberStyles.None, CultureInfo.InvariantCulture, out ulong sequence)
            && PeerId.TryParse(Encoding.ASCII.GetString(bytes[..Base58Length]), out PeerId author))
        {
            byte[] number = new byte[SignedMessageCodec.SequenceLength];
            BinaryPrimitives.WriteUInt64BigEndian(number, sequence);
            return new MessageId(author.Multihash, number);
        }

        return id;
    }
}
