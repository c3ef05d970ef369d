using CsCheck;

using Orleans.QuantumMesh.Libp2p.PubSub.Wire;

namespace Orleans.QuantumMesh.Libp2p.Tests.PubSub;

public sealed class RpcCodecTests
{
    [Fact]
    public void EveryKindOfItemComesBack()
    {
        MessageId[] ids = [Samples.Id(1), Samples.Id(2)];
        SignedMessage message = Samples.Message(Samples.Identity("a"), "t", 5, "data");
        Rpc rpc = Samples.Rpc([
            OutboundItem.Subscription("in", true),
            OutboundItem.Subscription("out", false),
            OutboundItem.Message(message.Encoded),
            OutboundItem.Graft("g"),
            OutboundItem.Prune("p", 60),
            OutboundItem.Prune("old", null),
            .. OutboundItem.IHave("h", ids, 1000),
            .. OutboundItem.IWant(ids, 1000),
            OutboundItem.IDontWant(ids[0]),
        ]);
        Assert.Equal([(true, "in"), (false, "out")], rpc.Subscriptions);
        Assert.Equal(message.Data.ToArray(), Assert.Single(rpc.Messages).Data!.Value.ToArray());
        Assert.Equal(["g"], rpc.Graft);
        Assert.Equal([("p", 60UL), ("old", (ulong?)null)], rpc.Prune);
        Assert.Equal("h", Assert.Single(rpc.IHave).Topic);
        Assert.Equal(ids, rpc.IHave[0].Ids);
        Assert.Equal(ids, rpc.IWant);
        Assert.Equal([ids[0]], rpc.IDontWant);
    }

    [Fact]
    public void AllControlOfAnRpcIsInOneMessage()
    {
        byte[] body = Samples.Body(Samples.Frame(OutboundItem.Graft("a"), OutboundItem.Subscription("s", true), OutboundItem.Graft("b")));
        ProtobufReader reader = new(body);
        List<int> fields = [];
        while (reader.TryReadField(out int field, out _, out _))
        {
            fields.Add(field);
        }

        Assert.Equal([1, 3], fields);
    }

    [Fact]
    public void ManyIdsAreSplitToTheLimitAndNoneIsLost()
    {
        MessageId[] ids = [.. Enumerable.Range(0, 5000).Select(Samples.Id)];
        OutboundItem[] items = [.. OutboundItem.IHave("topic", ids, 12 << 10)];
        Assert.All(items, i => Assert.InRange(i.Bytes.Length, 1, 12 << 10));
        Assert.Equal(ids, items.SelectMany(i => Samples.Rpc(i).IHave[0].Ids));
    }

    [Fact]
    public void ArbitraryBytesAreAnRpcOrRefusedAndNothingElse() =>
        Gen.Byte.Array[0, 300].Sample(
            bytes =>
            {
                try
                {
                    RpcDecoder.Decode(bytes);
                }
                catch (InvalidDataException)
                {
                }
            },
            iter: 20_000,
            threads: 1);

    [Theory]
    [InlineData("ffff")]
    [InlineData("0a05")]
    [InlineData("08")]
    [InlineData("0801")]
    [InlineData("1201")]
    [InlineData("12020a09")]
    [InlineData("1a021a7f")]
    [InlineData("1a020801")]
    [InlineData("0b")]
    public void BrokenBytesAreRefused(string hex) =>
        Assert.Throws<InvalidDataException>(() => RpcDecoder.Decode(Convert.FromHexString(hex)));

    [Fact]
    public void FieldsOfLaterVersionsArePassedOver()
    {
        Rpc rpc = RpcDecoder.Decode(Convert.FromHexString("520461626364" + "0a05080112017a" + "a00601"));
        Assert.Equal([(true, "z")], rpc.Subscriptions);
    }

    [Fact]
    public void WhatIsKeptOfAnRpcIsBounded()
    {
        List<byte> control = [];
        for (int i = 0; i < 20_000; i++)
        {
            control.AddRange([0x12, 3, 0x0a, 1, (byte)i]);
        }

        ProtobufWriter rpc = new();
        rpc.WriteBytes(3, control.ToArray());
        Assert.Equal(5000, RpcDecoder.Decode(rpc.ToArray()).IWant.Count);
        byte[] messages = [.. Enumerable.Repeat(new byte[] { 0x12, 0 }, 10_001).SelectMany(b => b)];
        Assert.Throws<InvalidDataException>(() => RpcDecoder.Decode(messages));
    }
}
