using System.Text;

using CsCheck;

using Orleans.QuantumMesh.Libp2p.PubSub;
using Orleans.QuantumMesh.Libp2p.PubSub.Wire;

namespace Orleans.QuantumMesh.Libp2p.Tests.PubSub;

public sealed class SignedMessageTests
{
    private readonly PeerIdentity _author = Samples.Identity("author");
    private readonly PeerIdentity _other = Samples.Identity("other");

    [Fact]
    public void TheEncodingIsTheSpecificationsFieldByField()
    {
        SignedMessage message = Samples.Message(_author, "t", 0x0102030405060708, "hi");
        byte[] fields = [0x0a, 38, .. _author.Id.Multihash, 0x12, 2, (byte)'h', (byte)'i', 0x1a, 8, 1, 2, 3, 4, 5, 6, 7, 8, 0x22, 1, (byte)'t'];
        byte[] signature = _author.Sign([.. "libp2p-pubsub:"u8, .. fields]);
        Assert.Equal([.. fields, 0x2a, 64, .. signature], message.Encoded.ToArray());
        Assert.Equal([.. _author.Id.Multihash, 1, 2, 3, 4, 5, 6, 7, 8], message.Id.Bytes.ToArray());
    }

    [Fact]
    public void WhatWasSignedVerifiesAndIsPassedOnByteForByte() =>
        Gen.Select(Gen.String[1, 40], Gen.ULong, Gen.Byte.Array[0, 3000]).Sample(
            (topic, sequence, data) =>
            {
                string name = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(topic));
                SignedMessage sent = SignedMessageCodec.Sign(_author, name, sequence, data);
                SignedMessage? got = Verify(Samples.Raw(sent), out _);
                Assert.NotNull(got);
                Assert.Equal(sent.Encoded.ToArray(), got.Encoded.ToArray());
                Assert.Equal((sent.Id, sent.Author, sent.Topic, sent.Sequence), (got.Id, got.Author, got.Topic, got.Sequence));
                Assert.Equal(data, got.Data.ToArray());
            },
            iter: 200,
            threads: 1);

    [Fact]
    public void AKeyThatIsTheAuthorsIsTakenAndKept()
    {
        RawMessage raw = Samples.Raw(Samples.Message(_author, "t", 1, "x")) with { Key = _author.PublicKey.Encode() };
        SignedMessage? got = Verify(raw, out _);
        Assert.NotNull(got);
        Assert.Equal(raw.Key.Value.ToArray(), Samples.Raw(got).Key!.Value.ToArray());
    }

    [Fact]
    public void PresentButEmptyDataIsSignedAsPresent()
    {
        RawMessage raw = Samples.Raw(Samples.Message(_author, "t", 1, "x")) with { Data = ReadOnlyMemory<byte>.Empty };
        Assert.NotNull(Verify(RpcDecoder.DecodeMessage(Samples.Encode(raw, _author)), out _));
        Assert.NotNull(Verify(RpcDecoder.DecodeMessage(Samples.Encode(raw with { Data = null }, _author)), out _));
        byte[] signature = RpcDecoder.DecodeMessage(Samples.Encode(raw, _author)).Signature!.Value.ToArray();
        Assert.Null(Verify(raw with { Data = null, Signature = signature }, out GossipCounter reason));
        Assert.Equal(GossipCounter.BadSignature, reason);
    }

    [Fact]
    public void FieldsInAnotherOrderAndUnknownOnesVerifyAndLeaveCanonical()
    {
        SignedMessage sent = Samples.Message(_author, "t", 1, "x");
        RawMessage raw = Samples.Raw(sent);
        ProtobufWriter shuffled = new();
        shuffled.WriteBytes(5, raw.Signature!.Value.Span);
        shuffled.WriteString(4, "t");
        shuffled.WriteBytes(900, "future"u8);
        shuffled.WriteBytes(3, raw.Sequence!.Value.Span);
        shuffled.WriteBytes(2, raw.Data!.Value.Span);
        shuffled.WriteBytes(1, raw.From!.Value.Span);
        SignedMessage? got = Verify(RpcDecoder.DecodeMessage(shuffled.ToArray()), out _);
        Assert.NotNull(got);
        Assert.Equal(sent.Encoded.ToArray(), got.Encoded.ToArray());
    }

    [Fact]
    public void AnyChangedBitIsRefused()
    {
        byte[] encoded = Samples.Message(_author, "topic", 77, "payload").Encoded.ToArray();
        for (int bit = 0; bit < encoded.Length * 8; bit++)
        {
            byte[] changed = [.. encoded];
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            try
            {
                Assert.Null(Verify(RpcDecoder.DecodeMessage(changed), out _));
            }
            catch (InvalidDataException)
            {
                // No longer a message: refused as well.
            }
        }
    }

    public static TheoryData<string, GossipCounter> Bogus() => new()
    {
        { "unsigned", GossipCounter.Unsigned },
        { "empty signature", GossipCounter.Unsigned },
        { "changed data", GossipCounter.BadSignature },
        { "signed by another", GossipCounter.BadSignature },
        { "signed by another, own key attached", GossipCounter.ForeignKey },
        { "garbage key", GossipCounter.ForeignKey },
        { "key not in the id", GossipCounter.ForeignKey },
        { "no author", GossipCounter.MissingAuthor },
        { "empty author", GossipCounter.MissingAuthor },
        { "author no peer id", GossipCounter.MissingAuthor },
        { "no sequence", GossipCounter.MissingSequence },
        { "short sequence", GossipCounter.MissingSequence },
    };

    [Theory]
    [MemberData(nameof(Bogus))]
    public void BogusMessagesAreRefusedWithTheirReason(string kind, GossipCounter expected)
    {
        RawMessage good = Samples.Raw(Samples.Message(_author, "t", 1, "x"));
        RawMessage raw = kind switch
        {
            "unsigned" => good with { Signature = null },
            "empty signature" => good with { Signature = ReadOnlyMemory<byte>.Empty },
            "changed data" => good with { Data = "y"u8.ToArray() },
            "signed by another" => Signed(good, _other),
            "signed by another, own key attached" => Signed(good, _other) with { Key = _other.PublicKey.Encode() },
            "garbage key" => good with { Key = new byte[] { 1, 2, 3 } },
            "key not in the id" => good with { From = (byte[])[0x12, 32, .. new byte[32]] },
            "no author" => good with { From = null },
            "empty author" => good with { From = ReadOnlyMemory<byte>.Empty },
            "author no peer id" => Signed(good with { From = "somebody"u8.ToArray() }, _author),
            "no sequence" => Signed(good with { Sequence = null }, _author),
            _ => Signed(good with { Sequence = new byte[7] }, _author),
        };
        Assert.Null(Verify(raw, out GossipCounter reason));
        Assert.Equal(expected, reason);
    }

    private static RawMessage Signed(RawMessage raw, PeerIdentity signer) => RpcDecoder.DecodeMessage(Samples.Encode(raw, signer));

    private static SignedMessage? Verify(RawMessage raw, out GossipCounter reason) =>
        SignedMessageCodec.Identify(raw, out reason) is { } id ? SignedMessageCodec.Verify(raw, id, out reason) : null;
}
