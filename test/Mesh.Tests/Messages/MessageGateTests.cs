using Microsoft.Extensions.Time.Testing;

using Orleans.QuantumMesh.Grains.Abstractions;
using Orleans.QuantumMesh.Mesh.Protocol;

namespace Orleans.QuantumMesh.Mesh.Tests.Messages;

public sealed class MessageGateTests
{
    private const string Node = "12D3KooWDpJ7As7BWAwRMfu1VU2WCqNjvq387JEYKDBj4kx6nXTN";
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly MessageGate _gate;

    public MessageGateTests() => _gate = new MessageGate(_time);

    [Fact]
    public void ARisingSequenceIsHeardOnceEach()
    {
        Assert.NotNull(_gate.Heartbeat(Beat(5), out _));
        Assert.Null(_gate.Heartbeat(Beat(5), out _));
        Assert.Null(_gate.Heartbeat(Beat(4), out _));
        Assert.NotNull(_gate.Heartbeat(Beat(6), out _));
        Assert.Equal(2, _gate.Dropped[DropReason.Sequence]);
    }

    [Theory]
    [InlineData(61, DropReason.TooOld)]
    [InlineData(-31, DropReason.FromTheFuture)]
    public void MessagesOfAnotherTimeAreDropped(int age, string reason)
    {
        Assert.Null(_gate.Heartbeat(Beat(1, age: age), out _));
        Assert.Equal(1, _gate.Dropped[reason]);
        Assert.NotNull(_gate.Heartbeat(Beat(1, age: age > 0 ? 60 : -30), out _));
    }

    [Fact]
    public void WhatIsDroppedIsToldOnceAMinuteForEachReason()
    {
        List<(string, string)> told = [];
        _gate.Told += (author, reason) => told.Add((author, reason));
        _gate.Heartbeat(Beat(1, age: 61), out _);
        _gate.Heartbeat(Beat(2, age: 61), out _);
        _gate.Heartbeat(Beat(3, age: -31), out _);
        _gate.Heartbeat(Beat(4), out _);
        _gate.Heartbeat(Beat(4), out _);
        Assert.Equal([(Node, DropReason.TooOld), (Node, DropReason.FromTheFuture)], told);
        _time.Advance(TimeSpan.FromMinutes(1));
        _gate.Heartbeat(Beat(5, age: 61), out _);
        Assert.Equal(3, told.Count);
    }

    [Fact]
    public void OnlyTheAuthorSpeaksForTheNode()
    {
        Assert.Null(_gate.Heartbeat(Beat(1) with { Author = "12D3KooWAnother" }, out _));
        Assert.Equal(1, _gate.Dropped[DropReason.Author]);
        Assert.NotNull(_gate.Heartbeat(Beat(1), out _));
    }

    [Fact]
    public void SizeFormAndAddressesAreChecked()
    {
        Assert.Null(_gate.Advertisement(new MeshMessage("t", Node, new byte[MeshLimits.PubSubMessage + 1]), out _));
        Assert.Equal(1, _gate.Dropped[DropReason.Oversized]);
        Assert.Null(_gate.Advertisement(new MeshMessage("t", Node, "{}"u8.ToArray()), out _));
        Assert.Equal(1, _gate.Dropped[DropReason.Malformed]);
        Assert.Null(_gate.Advertisement(Advertisement("/ip4/0.0.0.0/tcp/1/p2p/" + Node), out _));
        Assert.Equal(1, _gate.Dropped[DropReason.Address]);
        Assert.Null(_gate.Advertisement(Advertisement("/ip4/10.0.0.1/tcp/1"), out _));
        Assert.Equal(2, _gate.Dropped[DropReason.Malformed]);
        Assert.NotNull(_gate.Advertisement(Advertisement("/ip4/10.0.0.1/tcp/1/p2p/" + Node), out _));
    }

    [Fact]
    public void AuthorsOfLongAgoMakeRoomForNewOnes()
    {
        MessageGate small = new(_time, maxAuthors: 1);
        Assert.NotNull(small.Heartbeat(Beat(1), out _));
        MeshMessage other = Beat(1, node: "other") with { Author = "other" };
        Assert.Null(small.Heartbeat(other, out _));
        _time.Advance(TimeSpan.FromMinutes(2));
        Assert.NotNull(small.Heartbeat(Beat(2, node: "other") with { Author = "other" }, out _));
    }

    private MeshMessage Beat(long sequence, int age = 0, string node = Node) => new("t", node, HeartbeatJson.Write(new NodeHeartbeat
    {
        NodeId = node,
        Sequence = sequence,
        EmittedAt = _time.GetUtcNow().AddSeconds(-age),
        Health = Core.Planning.NodeHealth.Healthy,
        ActiveExecutions = 0,
        ActiveReservations = 0,
        Capacity = 1,
        Load = 0,
    }));

    private MeshMessage Advertisement(string address) => new("t", Node, AdvertisementJson.Write(new NodeAdvertisement
    {
        NodeId = Node,
        Sequence = 1,
        EmittedAt = _time.GetUtcNow(),
        ListenAddresses = [address],
        TrustTier = "org_managed",
        Capacity = 1,
        LinkFidelity = 1,
        Services = [],
    }));
}
