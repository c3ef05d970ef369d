using Orleans.QuantumMesh.Libp2p.PubSub;
using Orleans.QuantumMesh.Libp2p.PubSub.Routing;
using Orleans.QuantumMesh.Libp2p.PubSub.Wire;

namespace Orleans.QuantumMesh.Libp2p.Tests.PubSub;

/// <summary>One router among peers whose RPCs the test writes itself.</summary>
public sealed class RouterControlTests
{
    private const string Topic = "t";
    private readonly RouterNetwork _network = new(1, new GossipSubOptions());
    private readonly RouterNode _node;
    private readonly PeerIdentity _author = Samples.Identity("author");
    private ulong _sequence;

    public RouterControlTests()
    {
        _node = _network.Add();
        _node.Router.Join(Topic, 0);
    }

    [Fact]
    public void OfAnIHaveFloodNoMoreThanTheLimitIsAskedForEachHeartbeat()
    {
        PeerId peer = Peer(1, Topic);
        for (int rpc = 0; rpc < 200; rpc++)
        {
            Receive(peer, [.. OutboundItem.IHave(Topic, Enumerable.Range(rpc * 500, 500).Select(Samples.Id), 1 << 20)]);
        }

        Assert.Equal(5000, Sent(peer).IWant.Count);
        Assert.Equal(190, _node.Counters[GossipCounter.IHaveIgnored]);
        Beat();
        Receive(peer, [.. OutboundItem.IHave(Topic, [Samples.Id(-1)], 1000)]);
        Assert.Equal([Samples.Id(-1)], Sent(peer).IWant);
    }

    [Fact]
    public void KnownMessagesAndOtherTopicsAreNotAskedFor()
    {
        PeerId peer = Peer(1, Topic);
        SignedMessage message = Deliver(peer, "x");
        Receive(peer, [.. OutboundItem.IHave(Topic, [message.Id], 1000), .. OutboundItem.IHave("other", [Samples.Id(3)], 1000)]);
        Assert.Empty(Sent(peer).IWant);
    }

    [Fact]
    public void AnnouncementsInTheFormsOfRustAndJsAreRecognised()
    {
        PeerId peer = Peer(1, Topic);
        SignedMessage known = Deliver(peer, "x");
        MessageId Rust(ulong sequence) => new(System.Text.Encoding.ASCII.GetBytes($"{_author.Id}{sequence}"));
        MessageId Js(ulong sequence) => new([.. _author.PublicKey.Encode(), 0, 0, 0, 0, 0, 0, 0, (byte)sequence]);
        Receive(peer, [.. OutboundItem.IHave(Topic, [Rust(known.Sequence), Js(known.Sequence), Rust(99), Js(98)], 1000)]);
        Assert.Equal([Rust(99), Js(98)], Sent(peer).IWant.OrderByDescending(i => i.Bytes.Length));
        Deliver(peer, 98);
        Deliver(peer, 99);
        Beat(5);
        Assert.Equal(0, _node.Counters[GossipCounter.PromiseBroken]);
    }

    [Fact]
    public void AMessageIsGivenThreeTimesOnIWant()
    {
        PeerId source = Peer(1, Topic);
        PeerId asker = Peer(2);
        SignedMessage message = Deliver(source, "x");
        for (int i = 0; i < 1000; i++)
        {
            Receive(asker, [.. OutboundItem.IWant([message.Id], 1000)]);
        }

        Assert.Equal(3, Sent(asker).Messages.Count);
        Assert.Equal(997, _node.Counters[GossipCounter.IWantIgnored]);
    }

    [Fact]
    public void AMessageCanBeAskedForDuringFiveHeartbeats()
    {
        PeerId source = Peer(1, Topic);
        PeerId asker = Peer(2);
        SignedMessage message = Deliver(source, "x");
        Beat(4);
        Receive(asker, [.. OutboundItem.IWant([message.Id], 1000)]);
        Assert.Single(Sent(asker).Messages);
        Beat();
        Receive(asker, [.. OutboundItem.IWant([message.Id], 1000)]);
        Assert.Empty(Sent(asker).Messages);
    }

    [Fact]
    public void ABrokenPromiseIsCountedAndAKeptOneIsNot()
    {
        PeerId peer = Peer(1, Topic);
        SignedMessage kept = Samples.Message(_author, Topic, 1, "kept");
        Receive(peer, [.. OutboundItem.IHave(Topic, [kept.Id], 1000)]);
        Receive(peer, OutboundItem.Message(kept.Encoded));
        Receive(peer, [.. OutboundItem.IHave(Topic, [Samples.Id(1)], 1000)]);
        Beat(5);
        Assert.Equal(1, _node.Counters[GossipCounter.PromiseBroken]);
    }

    [Fact]
    public void PeersOutsideTheMeshHearOfMessageIds()
    {
        PeerId[] peers = [.. Enumerable.Range(0, 30).Select(i => Peer(i, Topic))];
        Beat();
        PeerId[] mesh = _node.Router.Mesh(Topic);
        Assert.Equal(6, mesh.Length);
        _node.Outbox.Clear();
        SignedMessage message = Deliver(mesh[0], "x");
        Assert.Equal(5, mesh.Count(p => p != mesh[0] && Sent(p).Messages.Count == 1));
        Beat();
        PeerId[] told = [.. peers.Where(p => Sent(p).IHave.Count > 0)];
        Assert.Equal(6, told.Length);
        Assert.Empty(told.Intersect(mesh));
    }

    [Fact]
    public void APrunedPeerIsNotGraftedAgainBeforeItsBackoffIsOver()
    {
        PeerId peer = Peer(1, Topic);
        Beat();
        Assert.Equal([peer], _node.Router.Mesh(Topic));
        Receive(peer, OutboundItem.Prune(Topic, 20));
        _node.Outbox.Clear();
        Beat(19);
        Assert.Empty(Sent(peer).Graft);
        Beat(2);
        Assert.Equal([Topic], Sent(peer).Graft);
    }

    [Fact]
    public void ABackoffWithoutEndIsCut()
    {
        PeerId peer = Peer(1, Topic);
        Beat();
        Receive(peer, OutboundItem.Prune(Topic, ulong.MaxValue));
        _node.Outbox.Clear();
        Beat(601);
        Assert.Equal([Topic], Sent(peer).Graft);
    }

    [Fact]
    public void AGraftDuringBackoffIsAnsweredWithPruneOnceAHeartbeat()
    {
        PeerId peer = Peer(1, Topic);
        Receive(peer, OutboundItem.Prune(Topic, 60));
        for (int i = 0; i < 5000; i++)
        {
            Receive(peer, OutboundItem.Graft(Topic));
        }

        Assert.Equal([(Topic, (ulong?)60)], Sent(peer).Prune);
        Assert.Empty(_node.Router.Mesh(Topic));
    }

    [Fact]
    public void AFullMeshRefusesGrafts()
    {
        PeerId[] peers = [.. Enumerable.Range(0, 13).Select(i => Peer(i, Topic))];
        foreach (PeerId peer in peers)
        {
            Receive(peer, OutboundItem.Graft(Topic));
        }

        Assert.Equal(12, _node.Router.Mesh(Topic).Length);
        Assert.Single(peers, p => Sent(p).Prune.Count == 1);
    }

    [Fact]
    public void AGraftForAnUnknownTopicGetsNoAnswer()
    {
        PeerId peer = Peer(1);
        Receive(peer, OutboundItem.Graft("unknown"), OutboundItem.Prune("unknown", 5));
        Assert.Empty(_node.Outbox);
    }

    [Fact]
    public void LeavingPrunesTheMeshForTenSecondsAndSaysSo()
    {
        PeerId peer = Peer(1, Topic);
        Receive(peer, OutboundItem.Graft(Topic));
        _node.Router.Leave(Topic, _network.Now);
        Rpc sent = Sent(peer);
        Assert.Equal([(Topic, (ulong?)10)], sent.Prune);
        Assert.Equal([(false, Topic)], sent.Subscriptions);
        _node.Router.Join(Topic, _network.Now);
        Assert.Empty(Sent(peer).Graft);
        Beat(11);
        Assert.Equal([Topic], Sent(peer).Graft);
    }

    [Fact]
    public void APeerThatSaysIDontWantIsSparedTheMessage()
    {
        PeerId source = Peer(1, Topic);
        PeerId other = Peer(2, Topic);
        Receive(other, OutboundItem.Graft(Topic));
        SignedMessage message = Samples.Message(_author, Topic, 1, "x");
        Receive(other, OutboundItem.IDontWant(message.Id));
        Receive(source, OutboundItem.Message(message.Encoded));
        Assert.Empty(Sent(other).Messages);
        Assert.Equal(1, _node.Counters[GossipCounter.SparedByIDontWant]);
    }

    [Fact]
    public void ALargeMessageIsAnnouncedByIDontWantToTheMeshOfVersion12()
    {
        PeerId source = Peer(1, Topic);
        PeerId fresh = Peer(2, Topic);
        PeerId old = Peer(3, Topic, GossipProtocol.V11);
        Receive(fresh, OutboundItem.Graft(Topic));
        Receive(old, OutboundItem.Graft(Topic));
        SignedMessage message = Deliver(source, new string('x', 2000));
        Assert.Equal([message.Id], Sent(fresh).IDontWant);
        Assert.Empty(Sent(old).IDontWant);
    }

    [Fact]
    public void AReplayIsDroppedAtOnceAndAfterItsIdIsForgotten()
    {
        PeerId peer = Peer(1, Topic);
        PeerId other = Peer(2, Topic);
        SignedMessage first = Deliver(peer, "first");
        Receive(peer, OutboundItem.Message(first.Encoded), OutboundItem.Message(first.Encoded));
        Receive(other, OutboundItem.Message(first.Encoded));
        Beat(125);
        Receive(peer, OutboundItem.Message(first.Encoded));
        Deliver(peer, "second");
        Assert.Equal(1, _node.Delivered["first"]);
        Assert.Equal(1, _node.Delivered["second"]);
        Assert.Equal(3, _node.Counters[GossipCounter.Duplicate]);
        Assert.Equal(1, _node.Counters[GossipCounter.Replayed]);
    }

    [Fact]
    public void OwnMessagesThatComeBackAreDropped()
    {
        PeerId peer = Peer(1, Topic);
        SignedMessage own = Samples.Message(_node.Identity, Topic, 1, "own");
        Receive(peer, OutboundItem.Message(own.Encoded));
        Assert.Empty(_node.Delivered);
        Assert.Equal(1, _node.Counters[GossipCounter.OwnReturned]);
    }

    [Fact]
    public void RejectedAndIgnoredMessagesAreNotPassedOn()
    {
        PeerId source = Peer(1, Topic);
        PeerId other = Peer(2, Topic);
        Receive(other, OutboundItem.Graft(Topic));
        _node.Validator = m => m.Data.Length == 1 ? GossipVerdict.Reject : GossipVerdict.Ignore;
        Deliver(source, "x");
        Deliver(source, "yy");
        Assert.Empty(Sent(other).Messages);
        Assert.Equal((1, 1), (_node.Counters[GossipCounter.ValidatorRejected], _node.Counters[GossipCounter.ValidatorIgnored]));
    }

    [Fact]
    public void OnlyAuthorsOfRejectedMessagesAreDisconnected()
    {
        PeerId relay = Peer(1, Topic);
        PeerIdentity author = Samples.Identity("bad author");
        _node.Router.AddPeer(author.Id, GossipProtocol.V11);
        _node.Validator = _ => GossipVerdict.Reject;
        for (ulong i = 1; i <= 40; i++)
        {
            Receive(relay, OutboundItem.Message(Samples.Message(author, Topic, i, "x").Encoded));
        }

        Assert.Empty(_node.Disconnected);
        for (ulong i = 41; i <= 75; i++)
        {
            Receive(author.Id, OutboundItem.Message(Samples.Message(author, Topic, i, "x").Encoded));
        }

        Assert.Equal([author.Id], _node.Disconnected);
    }

    [Fact]
    public void BadSignaturesCostTheConnectionInTheEnd()
    {
        PeerId peer = Peer(1, Topic);
        for (ulong i = 1; i <= 29; i++)
        {
            Receive(peer, OutboundItem.Message(Samples.Encode(Samples.Raw(Samples.Message(_author, Topic, i, "x")) with { Data = "y"u8.ToArray() })));
        }

        Assert.Empty(_node.Disconnected);
        Receive(peer, OutboundItem.Message(Samples.Encode(Samples.Raw(Samples.Message(_author, Topic, 30, "x")) with { Data = "y"u8.ToArray() })));
        Assert.Equal([peer], _node.Disconnected);
        Assert.Empty(_node.Delivered);
    }

    [Fact]
    public void ASubscriptionFloodIsCutButOurOwnTopicIsStillHeard()
    {
        PeerId peer = Peer(1);
        for (int i = 0; i < 500; i++)
        {
            Receive(peer, [.. Enumerable.Range(0, 200).Select(k => OutboundItem.Subscription($"flood {i} {k}", true))]);
        }

        Receive(peer, OutboundItem.Subscription(Topic, true));
        Assert.Equal(257, _node.Subscriptions.Count);
        Assert.Equal([peer], _node.Router.Subscribers(Topic));
    }

    [Fact]
    public void WhatAPeerSaysOnANewStreamIsNewsAndWhatItDoesNotSayStays()
    {
        PeerId peer = Peer(1, Topic, "other");
        Receive(peer, OutboundItem.Subscription(Topic, true));
        Assert.Equal(2, _node.Subscriptions.Count);
        _node.Router.InboundOpened(peer);
        Receive(peer, OutboundItem.Subscription(Topic, true));
        Assert.Equal((peer, Topic, true), _node.Subscriptions[2]);
        Assert.Equal([peer], _node.Router.Subscribers("other"));
    }

    [Fact]
    public void SubscriptionsEndWithTheirPeer()
    {
        PeerId peer = Peer(1, Topic, "other");
        _node.Router.RemovePeer(peer);
        Assert.Empty(_node.Router.Subscribers(Topic));
        Assert.Equal([true, true, false, false], _node.Subscriptions.Select(s => s.Subscribed));
    }

    [Fact]
    public void WhoeverSubscribesHearsOfRecentMessagesEvenInTheMesh()
    {
        Deliver(Peer(1, Topic), "x");
        PeerId late = Peer(2, Topic);
        Receive(late, OutboundItem.Graft(Topic));
        Beat();
        Assert.Single(Sent(late).IHave);
        Beat();
        Assert.Empty(Sent(late).IHave);
    }

    [Fact]
    public void PublishingWithoutSubscribingReachesSubscribersAndLaterOnesByGossip()
    {
        PeerId peer = Peer(1, "elsewhere");
        Assert.Equal(1, _node.Publish("elsewhere", "x"));
        Assert.Single(Sent(peer).Messages);
        PeerId late = Peer(2, "elsewhere");
        Beat();
        Assert.Single(Sent(late).IHave);
    }

    private PeerId Peer(int number, params string[] topics) => Peer(number, topics, GossipProtocol.V12);

    private PeerId Peer(int number, string topic, GossipProtocol protocol) => Peer(number, [topic], protocol);

    private PeerId Peer(int number, string[] topics, GossipProtocol protocol)
    {
        PeerId peer = Samples.Identity($"peer {number}").Id;
        _node.Router.AddPeer(peer, protocol);
        Receive(peer, [.. topics.Select(t => OutboundItem.Subscription(t, true))]);
        return peer;
    }

    private void Receive(PeerId from, params OutboundItem[] items) => _node.Take(from, Samples.Rpc(items));

    private SignedMessage Deliver(PeerId from, string data)
    {
        SignedMessage message = Samples.Message(_author, Topic, ++_sequence, data);
        Receive(from, OutboundItem.Message(message.Encoded));
        return message;
    }

    private void Deliver(PeerId from, ulong sequence) =>
        Receive(from, OutboundItem.Message(Samples.Message(_author, Topic, sequence, $"{sequence}").Encoded));

    /// <summary>What was queued for the peer since the last look.</summary>
    private Rpc Sent(PeerId peer) => _node.Outbox.Remove(peer, out List<OutboundItem>? items) ? Samples.Rpc([.. items]) : Samples.Rpc();

    /// <summary>Heartbeats without delivery to the peers, who are only test data.</summary>
    private void Beat(int count = 1)
    {
        for (int i = 0; i < count; i++)
        {
            _network.Advance(1);
            _node.Router.Heartbeat(_network.Now);
        }
    }
}
