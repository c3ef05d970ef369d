using System.Buffers;
using System.Security.Cryptography;
using System.Text;

using Orleans.QuantumMesh.Libp2p.PubSub.Wire;

namespace Orleans.QuantumMesh.Libp2p.Tests.PubSub;

/// <summary>Identities, messages and RPCs that tests are made of.</summary>
internal static class Samples
{
    public static PeerIdentity Identity(string seed) => PeerIdentity.FromSeed(SHA256.HashData(Encoding.UTF8.GetBytes(seed)));

    public static SignedMessage Message(PeerIdentity author, string topic, ulong sequence, string data) =>
        SignedMessageCodec.Sign(author, topic, sequence, Encoding.UTF8.GetBytes(data));

    public static RawMessage Raw(SignedMessage message) => RpcDecoder.DecodeMessage(message.Encoded);

    /// <summary>The protobuf of a message whose fields are given, signed by the key over whatever they are.</summary>
    public static byte[] Encode(RawMessage raw, PeerIdentity? signer = null)
    {
        byte[] Fields(RawMessage m)
        {
            ProtobufWriter writer = new();
            int field = 0;
            foreach (ReadOnlyMemory<byte>? value in new[] { m.From, m.Data, m.Sequence, m.Topic, m.Signature, m.Key })
            {
                field++;
                if (value is { } bytes)
                {
                    writer.WriteBytes(field, bytes.Span);
                }
            }

            return writer.ToArray();
        }

        return signer is null
            ? Fields(raw)
            : Fields(raw with { Signature = signer.Sign([.. "libp2p-pubsub:"u8, .. Fields(raw with { Signature = null, Key = null })]) });
    }

    public static Rpc Rpc(params OutboundItem[] items) => RpcDecoder.Decode(Body(Frame(items)));

    public static byte[] Frame(params OutboundItem[] items)
    {
        ArrayBufferWriter<byte> buffer = new();
        RpcFrame.Write(buffer, items);
        return buffer.WrittenSpan.ToArray();
    }

    public static byte[] Body(byte[] frame)
    {
        Assert.True(Varint.TryRead(frame, out _, out int prefix));
        return frame[prefix..];
    }

    public static MessageId Id(int number) => new("author"u8, BitConverter.GetBytes((long)number));
}
