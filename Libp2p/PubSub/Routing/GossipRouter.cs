using Orleans.QuantumMesh.Libp2p.PubSub.Wire;

namespace Orleans.QuantumMesh.Libp2p.PubSub.Routing;

/// <summary>
/// The decisions of GossipSub without its I/O: events go in, items for peers come out through <see cref="IGossipOutput"/>.
/// One call at a time; the same calls with the same seed and times give the same output. Times are milliseconds of any steady clock.
/// </summary>
internal sealed partial class GossipRouter
{
    private const int TopicLengthLimit = 1_024;
    private readonly PeerId _local;
    private readonly GossipSubOptions _options;
    private readonly Random _random;
    private readonly GossipCounters _counters;
    private readonly IGossipOutput _output;
    private readonly Dictionary<PeerId, RouterPeer> _peers = [];
    private readonly Dictionary<string, HashSet<PeerId>> _subscribers = [];
    private readonly Dictionary<string, HashSet<PeerId>> _mesh = [];
    private readonly Dictionary<string, Fanout> _fanout = [];
    private readonly PenaltyBook _penalties = new();

    public GossipRouter(PeerId local, GossipSubOptions options, Random random, GossipCounters counters, IGossipOutput output)
    {
        _local = local;
        _options = options;
        _random = random;
        _counters = counters;
        _output = output;
        _seen = new SeenCache(options.SeenTime, options.SeenLimit, options.ReplayAuthorLimit);
        _cache = new MessageCache(options.HistoryLength, options.HistoryGossip, options.HistoryBytes);
    }

    /// <summary>The peers added and not removed.</summary>
    public IReadOnlyCollection<PeerId> Peers => _peers.Keys;

    /// <summary>The peers known to be subscribed to the topic.</summary>
    public PeerId[] Subscribers(string topic) => _subscribers.TryGetValue(topic, out HashSet<PeerId>? peers) ? [.. peers] : [];

    /// <summary>The topic's mesh.</summary>
    public PeerId[] Mesh(string topic) => _mesh.TryGetValue(topic, out HashSet<PeerId>? peers) ? [.. peers] : [];

    /// <summary>A peer that speaks the protocol is there, or its version has become known.</summary>
    public void AddPeer(PeerId id, GossipProtocol protocol)
    {
        if (_peers.TryGetValue(id, out RouterPeer? peer))
        {
            peer.Protocol = protocol;
        }
        else
        {
            _peers.Add(id, new RouterPeer(id, protocol));
        }
    }

    /// <summary>A peer is gone.</summary>
    public void RemovePeer(PeerId id)
    {
        if (!_peers.Remove(id, out RouterPeer? peer))
        {
            return;
        }

        StreamLost(id);
        foreach (string topic in peer.Topics)
        {
            Unlist(id, topic);
        }
    }

    /// <summary>The stream to a peer ended: it may have forgotten that it is in the mesh, and the next heartbeats graft anew.</summary>
    public void StreamLost(PeerId id)
    {
        foreach (HashSet<PeerId> mesh in _mesh.Values)
        {
            mesh.Remove(id);
        }

        foreach (Fanout fanout in _fanout.Values)
        {
            fanout.Peers.Remove(id);
        }
    }

    /// <summary>
    /// The peer has opened a stream, perhaps after a restart: what it announces counts as new, and what it does not announce again stays,
    /// since some peers open a new stream without saying their subscriptions anew.
    /// </summary>
    public void InboundOpened(PeerId id) => _peers.GetValueOrDefault(id)?.Announced.Clear();

    /// <summary>What a new stream begins with: all of this host's subscriptions.</summary>
    public List<OutboundItem> Hello() => [.. _mesh.Keys.Select(topic => OutboundItem.Subscription(topic, subscribe: true))];

    /// <summary>Subscribes this host to the topic.</summary>
    public void Join(string topic, long now)
    {
        if (!_mesh.TryAdd(topic, []))
        {
            return;
        }

        Announce(topic, subscribe: true);
        if (_fanout.Remove(topic, out Fanout? fanout))
        {
            foreach (PeerId peer in fanout.Peers.Where(p => !InBackoff(topic, p, now)))
            {
                Graft(topic, peer);
            }
        }

        FillMesh(topic, now);
    }

    /// <summary>Unsubscribes this host from the topic.</summary>
    public void Leave(string topic, long now)
    {
        if (!_mesh.Remove(topic, out HashSet<PeerId>? mesh))
        {
            return;
        }

        foreach (PeerId peer in mesh)
        {
            Prune(topic, peer, _options.UnsubscribeBackoff, now);
        }

        Announce(topic, subscribe: false);
    }

    /// <summary>Holds garbage against a peer, which is disconnected at the limit.</summary>
    public void Penalise(PeerId peer, double points, long now)
    {
        if (_penalties.Add(peer, points, now) >= _options.PenaltyLimit)
        {
            _penalties.Relieve(peer, _options.PenaltyLimit / 2);
            _counters.Add(GossipCounter.PeerDisconnected);
            _output.Disconnect(peer);
        }
    }

    private void TakeSubscription(RouterPeer peer, bool subscribe, string topic)
    {
        // A peer that floods us with topics must not keep us from knowing whether it is in one of ours.
        bool above = ++peer.SubscriptionChanges > _options.PeerTopicLimit || (subscribe && peer.Topics.Count >= _options.PeerTopicLimit);
        if ((above && !_mesh.ContainsKey(topic)) || topic.Length is 0 or > TopicLengthLimit)
        {
            _counters.Add(GossipCounter.SubscriptionIgnored);
        }
        else if (subscribe && peer.Announced.Add(topic))
        {
            peer.Topics.Add(topic);
            if (!_subscribers.TryGetValue(topic, out HashSet<PeerId>? peers))
            {
                _subscribers.Add(topic, peers = []);
            }

            peers.Add(peer.Id);
            peer.Missed = true;
            _output.SubscriptionChanged(peer.Id, topic, subscribed: true);
        }
        else if (!subscribe && peer.Topics.Remove(topic))
        {
            peer.Announced.Remove(topic);
            Unlist(peer.Id, topic);
            _mesh.GetValueOrDefault(topic)?.Remove(peer.Id);
            _fanout.GetValueOrDefault(topic)?.Peers.Remove(peer.Id);
        }
    }

    private void Unlist(PeerId id, string topic)
    {
        if (_subscribers.TryGetValue(topic, out HashSet<PeerId>? peers) && peers.Remove(id) && peers.Count == 0)
        {
            _subscribers.Remove(topic);
        }

        _output.SubscriptionChanged(id, topic, subscribed: false);
    }

    private void Announce(string topic, bool subscribe)
    {
        OutboundItem item = OutboundItem.Subscription(topic, subscribe);
        foreach (PeerId peer in _peers.Keys)
        {
            Send(peer, item);
        }
    }

    /// <summary>Up to <paramref name="count"/> random subscribers that speak GossipSub and meet the condition.</summary>
    private IEnumerable<PeerId> Choose(string topic, int count, Func<PeerId, bool> condition)
    {
        if (count <= 0 || !_subscribers.TryGetValue(topic, out HashSet<PeerId>? subscribers))
        {
            return [];
        }

        PeerId[] candidates = [.. subscribers.Where(id => _peers[id].SpeaksGossip && condition(id))];
        _random.Shuffle(candidates);
        return candidates.Take(count);
    }

    private bool Send(PeerId peer, OutboundItem item)
    {
        bool queued = _output.Send(peer, item);
        if (!queued)
        {
            _counters.Add(GossipCounter.OutboundDropped);
        }

        return queued;
    }
}
