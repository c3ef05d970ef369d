using System.Collections.Concurrent;
using System.Text;

using Orleans.QuantumMesh.Libp2p.PubSub;
using Orleans.QuantumMesh.Libp2p.PubSub.Wire;

namespace Orleans.QuantumMesh.Libp2p.Tests.PubSub;

/// <summary>The whole of GossipSub over streams in memory.</summary>
public sealed class GossipSubTests
{
    private const string Topic = "t";

    [Fact]
    public async Task AMessageGoesThroughAChainWithItsAuthorAndDeliverer()
    {
        await using Node a = new("a"), b = new("b"), c = new("c");
        MemoryHost.Connect(a.Host, b.Host);
        MemoryHost.Connect(b.Host, c.Host);
        a.Subscribe();
        b.Subscribe();
        c.Subscribe();
        await Eventually.HoldsAsync(() => b.Gossip.MeshPeers(Topic).Count == 2, "b has both in its mesh");
        await a.Gossip.PublishAsync(Topic, "hello"u8.ToArray());
        await Eventually.HoldsAsync(() => c.Received.Count == 1, "c has the message");
        GossipMessage message = c.Received.Single();
        Assert.Equal((Topic, a.Host.LocalPeer, b.Host.LocalPeer, "hello"), (message.Topic, message.Author, message.DeliveredBy, Encoding.UTF8.GetString(message.Data.Span)));
        Assert.Empty(a.Received);
    }

    [Fact]
    public async Task AMessagePublishedRightAfterTheSubscriptionIsKnownArrives()
    {
        await using Node a = new("a"), b = new("b");
        b.Subscribe();
        MemoryHost.Connect(a.Host, b.Host);
        await Eventually.HoldsAsync(() => a.Gossip.Subscribers(Topic).Count == 1, "a knows of b's subscription");
        Assert.Equal(1, await a.Gossip.PublishAsync(Topic, "x"u8.ToArray()));
        await Eventually.HoldsAsync(() => b.Received.Count == 1, "b has the message");
    }

    [Fact]
    public async Task SubscriptionsRaiseEventsThatComeAndGo()
    {
        await using Node a = new("a"), b = new("b");
        ConcurrentQueue<(bool, PeerId, string)> events = [];
        a.Gossip.PeerSubscribed += (peer, topic) => events.Enqueue((true, peer, topic));
        a.Gossip.PeerUnsubscribed += (peer, topic) => events.Enqueue((false, peer, topic));
        MemoryHost.Connect(a.Host, b.Host);
        GossipSubscription subscription = b.Subscribe();
        await Eventually.HoldsAsync(() => events.Count == 1, "the subscription is seen");
        subscription.Dispose();
        await Eventually.HoldsAsync(() => events.Count == 2, "its end is seen");
        b.Subscribe();
        await Eventually.HoldsAsync(() => events.Count == 3, "the second subscription is seen");
        a.Host.Disconnect(b.Host.LocalPeer);
        await Eventually.HoldsAsync(() => events.Count == 4, "the disconnection ends it");
        PeerId id = b.Host.LocalPeer;
        Assert.Equal([(true, id, Topic), (false, id, Topic), (true, id, Topic), (false, id, Topic)], events);
    }

    [Fact]
    public async Task BogusMessagesAreNeverPassedOn()
    {
        await using Node target = new("target");
        target.Subscribe();
        RawPeer witness = await RawPeer.ConnectAsync(target.Host, "witness");
        RawPeer evil = await RawPeer.ConnectAsync(target.Host, "evil");
        await witness.JoinAsync(Topic);
        await evil.JoinAsync(Topic);
        await Eventually.HoldsAsync(() => target.Gossip.MeshPeers(Topic).Count == 2, "both are in the mesh");
        PeerIdentity somebody = Samples.Identity("somebody");
        RawMessage good = Samples.Raw(Samples.Message(evil.Identity, Topic, 1, "bogus"));
        RawMessage forged = good with { From = somebody.Id.Multihash.ToArray() };
        byte[][] bogus =
        [
            Samples.Encode(good with { Signature = null }),
            Samples.Encode(good with { Signature = new byte[64] }),
            Samples.Encode(Samples.Raw(Samples.Message(evil.Identity, Topic, 1, "other")) with { Data = "bogus"u8.ToArray() }),
            Samples.Encode(forged, evil.Identity),
            Samples.Encode(RpcDecoder.DecodeMessage(Samples.Encode(forged, evil.Identity)) with { Key = evil.Identity.PublicKey.Encode() }),
            Samples.Encode(good with { From = target.Host.LocalPeer.Multihash.ToArray() }, evil.Identity),
            Samples.Encode(good with { Sequence = null }, evil.Identity),
            Samples.Encode(good with { From = null }),
            Samples.Encode(good with { Topic = null }, evil.Identity),
        ];
        foreach (byte[] message in bogus)
        {
            await evil.SendAsync(OutboundItem.Message(message));
        }

        await evil.SendAsync(OutboundItem.Message(Samples.Message(evil.Identity, Topic, 2, "good").Encoded));
        await Eventually.HoldsAsync(() => witness.Copies("good") == 1, "the good message after them is passed on");
        Assert.Equal(0, witness.Copies("bogus"));
        Assert.Equal("good", Encoding.UTF8.GetString(Assert.Single(target.Received).Data.Span));
        Assert.Equal(bogus.Length + 1, target.Gossip.Counters[GossipCounter.Received]);
        Assert.Equal(1, target.Gossip.Counters[GossipCounter.Accepted]);
    }

    [Fact]
    public async Task GarbageEndsItsStreamAndRepeatedTheConnection()
    {
        await using Node target = new("target");
        RawPeer evil = await RawPeer.ConnectAsync(target.Host, "evil");
        for (int i = 1; i <= 3; i++)
        {
            await evil.Stream.WriteAsync(new byte[] { 4, 0xff, 0xff, 1, 2 }, TestContext.Current.CancellationToken);
            await Assert.ThrowsAnyAsync<IOException>(async () => await evil.Stream.ReadAsync(new byte[1], TestContext.Current.CancellationToken));
            Assert.Equal(i, target.Gossip.Counters[GossipCounter.MalformedRpc]);
            if (i < 3)
            {
                await evil.ReopenAsync(target.Host);
            }
        }

        await Eventually.HoldsAsync(() => target.Host.ConnectedPeers.Count == 0, "the peer is disconnected");
    }

    [Theory]
    [InlineData((1UL << 20) + 1)]
    [InlineData(1UL << 31)]
    [InlineData(ulong.MaxValue)]
    public async Task AnRpcAboveTheLimitEndsItsStreamAtItsLength(ulong length)
    {
        await using Node target = new("target");
        RawPeer evil = await RawPeer.ConnectAsync(target.Host, "evil");
        byte[] prefix = new byte[Varint.MaxLength];
        await evil.Stream.WriteAsync(prefix.AsMemory(0, Varint.Write(prefix, length)), TestContext.Current.CancellationToken);
        await Assert.ThrowsAnyAsync<IOException>(async () => await evil.Stream.ReadAsync(new byte[1], TestContext.Current.CancellationToken));
        Assert.Equal(1, target.Gossip.Counters[GossipCounter.OversizedRpc]);
    }

    [Fact]
    public async Task AResetStreamIsOpenedAgainAndTellsTheSubscriptionsAnew()
    {
        await using Node a = new("a");
        a.Subscribe();
        RawPeer peer = await RawPeer.ConnectAsync(a.Host, "raw");
        await peer.JoinAsync(Topic);
        await Eventually.HoldsAsync(() => a.Gossip.MeshPeers(Topic).Count == 1, "the peer is in the mesh");
        peer.Host.ResetStreams(a.Host.LocalPeer);
        await Eventually.HoldsAsync(() => peer.Count(r => r.Sum(x => x.Subscriptions.Count(s => s == (true, Topic)))) == 2, "the subscription is told again");
        await Eventually.HoldsAsync(() => peer.Count(r => r.Any(x => x.Graft.Contains(Topic))), "the peer is grafted again");
        await a.Gossip.PublishAsync(Topic, "after"u8.ToArray());
        await Eventually.HoldsAsync(() => peer.Copies("after") == 1, "messages come again");
    }

    [Fact]
    public async Task APeerThatDoesNotReadCostsBoundedMemoryAndHoldsUpNobody()
    {
        await using Node a = new("a"), b = new("b");
        b.Subscribe();
        MemoryHost.Connect(a.Host, b.Host);
        RawPeer silent = await RawPeer.ConnectAsync(a.Host, "silent", reads: false);
        await silent.SendAsync(OutboundItem.Subscription(Topic, true));
        await Eventually.HoldsAsync(() => a.Gossip.Subscribers(Topic).Count == 2, "both subscriptions are known");
        byte[] data = new byte[100_000];
        for (int i = 1; i <= 100; i++)
        {
            await a.Gossip.PublishAsync(Topic, data);
            int count = i;
            await Eventually.HoldsAsync(() => b.Received.Count == count, "b has each message");
        }

        Assert.InRange(a.Gossip.Counters[GossipCounter.OutboundDropped], 40, 70);
    }

    [Fact]
    public async Task SmallMessagesShareRpcsBelow64KibAndLargeOnesGoAlone()
    {
        await using Node a = new("a");
        RawPeer peer = await RawPeer.ConnectAsync(a.Host, "raw");
        await peer.JoinAsync(Topic);
        await Eventually.HoldsAsync(() => a.Gossip.Subscribers(Topic).Count == 1, "the subscription is known");
        for (int i = 0; i < 900; i++)
        {
            await a.Gossip.PublishAsync(Topic, new byte[1000]);
        }

        await a.Gossip.PublishAsync(Topic, new byte[1_000_000]);
        await Eventually.HoldsAsync(() => peer.Count(r => r.Sum(x => x.Messages.Count)) == 901, "all have come");
        Assert.All(peer.FrameSizes.Where(s => s < 1_000_000), size => Assert.InRange(size, 0, 60 << 10));
        Assert.Single(peer.FrameSizes, s => s >= 1_000_000);
        await Assert.ThrowsAsync<ArgumentException>(async () => await a.Gossip.PublishAsync(Topic, new byte[1 << 20]));
    }

    [Fact]
    public async Task ThrowingCallbacksAreCountedAndHarmNothing()
    {
        await using Node a = new("a"), b = new("b");
        MemoryHost.Connect(a.Host, b.Host);
        b.Gossip.PeerSubscribed += (_, _) => throw new InvalidOperationException("event");
        a.Subscribe();
        ConcurrentQueue<string> handled = [];
        using GossipSubscription subscription = b.Gossip.Subscribe(
            Topic,
            m => m.Data.Length == 1 ? throw new InvalidOperationException("validator") : GossipVerdict.Accept,
            m =>
            {
                handled.Enqueue(Encoding.UTF8.GetString(m.Data.Span));
                return m.Data.Length == 2 ? throw new InvalidOperationException("handler") : ValueTask.CompletedTask;
            });
        await Eventually.HoldsAsync(() => a.Gossip.Subscribers(Topic).Count == 1 && b.Gossip.Subscribers(Topic).Count == 1, "both know of each other");
        await a.Gossip.PublishAsync(Topic, "1"u8.ToArray());
        await a.Gossip.PublishAsync(Topic, "22"u8.ToArray());
        await a.Gossip.PublishAsync(Topic, "333"u8.ToArray());
        await Eventually.HoldsAsync(() => handled.Count == 2, "the last message is handled");
        Assert.Equal(["22", "333"], handled);
        await Eventually.HoldsAsync(() => b.Gossip.Counters[GossipCounter.CallbackFailed] == 3, "all failures are counted");
    }

    [Fact]
    public async Task ASlowHandlerGetsMessagesInOrderOneAtATimeAndBeyondItsQueueNone()
    {
        await using Node a = new("a");
        await using Node b = new("b", new GossipSubOptions { SubscriberQueueLength = 5 });
        MemoryHost.Connect(a.Host, b.Host);
        using SemaphoreSlim go = new(0);
        ConcurrentQueue<string> handled = [];
        using GossipSubscription subscription = b.Gossip.Subscribe(
            Topic,
            _ => GossipVerdict.Accept,
            async m =>
            {
                await go.WaitAsync();
                handled.Enqueue(Encoding.UTF8.GetString(m.Data.Span));
            });
        await Eventually.HoldsAsync(() => a.Gossip.Subscribers(Topic).Count == 1, "the subscription is known");
        for (int i = 0; i < 20; i++)
        {
            await a.Gossip.PublishAsync(Topic, Encoding.UTF8.GetBytes($"{i}"));
        }

        await Eventually.HoldsAsync(() => b.Gossip.Counters[GossipCounter.Accepted] == 20, "all are accepted");
        await Eventually.HoldsAsync(() => b.Gossip.Counters[GossipCounter.SubscriberQueueFull] is 14 or 15, "the rest is dropped");
        go.Release(20);
        await Eventually.HoldsAsync(() => handled.Count >= 5, "the queue is handled");
        Assert.Equal(["0", "1", "2", "3", "4"], handled.Take(5));
    }

    [Fact]
    public async Task APeerThatSpeaksOnlyFloodSubIsServed()
    {
        await using Node a = new("a"), b = new("b");
        a.Subscribe();
        b.Subscribe();
        MemoryHost.Connect(a.Host, b.Host);
        RawPeer old = await RawPeer.ConnectAsync(a.Host, "old", protocol: "/floodsub/1.0.0");
        await old.SendAsync(OutboundItem.Subscription(Topic, true));
        await Eventually.HoldsAsync(() => a.Gossip.Subscribers(Topic).Count == 2 && a.Gossip.MeshPeers(Topic).Count == 1, "a knows of both");
        await old.SendAsync(OutboundItem.Message(Samples.Message(old.Identity, Topic, 1, "from old").Encoded));
        await b.Gossip.PublishAsync(Topic, "to old"u8.ToArray());
        await Eventually.HoldsAsync(() => b.Received.Count == 1 && old.Copies("to old") == 1, "messages went both ways");
        Assert.Equal(0, old.Count(rpcs => rpcs.Sum(r => r.Graft.Count + r.IHave.Count)));
    }

    [Fact]
    public async Task ASecondInboundStreamReplacesTheFirst()
    {
        await using Node target = new("target");
        RawPeer peer = await RawPeer.ConnectAsync(target.Host, "raw");
        await peer.SendAsync(OutboundItem.Subscription("one", true));
        await Eventually.HoldsAsync(() => target.Gossip.Subscribers("one").Count == 1, "the first stream is read");
        IPeerStream first = peer.Stream;
        await peer.ReopenAsync(target.Host);
        await peer.SendAsync(OutboundItem.Subscription("two", true));
        await Eventually.HoldsAsync(() => target.Gossip.Subscribers("two").Count == 1, "the second stream is read");
        await Assert.ThrowsAnyAsync<IOException>(async () => await first.ReadAsync(new byte[1], TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task WrongUseIsRefusedWithAReason()
    {
        await using Node a = new("a");
        a.Subscribe();
        Assert.Contains("'t'", Assert.Throws<InvalidOperationException>(() => a.Subscribe()).Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ArgumentException>(async () => await a.Gossip.PublishAsync("", new byte[1]));
        await Assert.ThrowsAsync<ArgumentException>(async () => await a.Gossip.PublishAsync(new string('x', 2000), new byte[1]));
        Assert.Throws<ArgumentException>(() => new GossipSub(new MemoryHost(Samples.Identity("x")), Samples.Identity("y")));
        Assert.Throws<ArgumentException>(() => new GossipSub(new MemoryHost(Samples.Identity("x")), Samples.Identity("x"), new GossipSubOptions { MeshDegree = 20 }));
    }

    [Fact]
    public async Task DisposingEndsTheStreamsAndLeavesTheConnection()
    {
        Node a = new("a");
        a.Subscribe();
        RawPeer peer = await RawPeer.ConnectAsync(a.Host, "raw");
        await peer.JoinAsync(Topic);
        await Eventually.HoldsAsync(() => peer.StreamsOpened == 1 && a.Gossip.MeshPeers(Topic).Count == 1, "the peers know each other");
        await a.DisposeAsync();
        await Assert.ThrowsAnyAsync<IOException>(async () => await peer.Stream.ReadAsync(new byte[1], TestContext.Current.CancellationToken));
        Assert.Single(a.Host.ConnectedPeers);
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await a.Gossip.PublishAsync(Topic, new byte[1]));
        await a.Gossip.DisposeAsync();
    }

    private sealed class Node : IAsyncDisposable
    {
        public Node(string seed, GossipSubOptions? options = null)
        {
            Host = new MemoryHost(Samples.Identity(seed));
            Gossip = new GossipSub(Host, Host.Identity, options ?? new GossipSubOptions { Seed = 1 });
        }

        public MemoryHost Host { get; }

        public GossipSub Gossip { get; }

        public ConcurrentQueue<GossipMessage> Received { get; } = [];

        public GossipSubscription Subscribe() => Gossip.Subscribe(Topic, _ => GossipVerdict.Accept, message =>
        {
            Received.Enqueue(message);
            return ValueTask.CompletedTask;
        });

        public ValueTask DisposeAsync() => Gossip.DisposeAsync();
    }
}
