using Orleans.QuantumMesh.Libp2p.PubSub.Wire;

namespace Orleans.QuantumMesh.Libp2p.PubSub.Routing;

internal sealed partial class GossipRouter
{
    /// <summary>Keeps meshes and fanouts at their degree, announces recent messages, and forgets what is old.</summary>
    public void Heartbeat(long now)
    {
        Expire(now);
        foreach (string topic in _mesh.Keys)
        {
            MaintainMesh(topic, now);
        }

        foreach ((string topic, Fanout fanout) in _fanout)
        {
            fanout.Peers.UnionWith(Choose(topic, _options.MeshDegree - fanout.Peers.Count, p => !fanout.Peers.Contains(p)));
        }

        foreach ((string topic, List<MessageId> ids) in _cache.Announced())
        {
            Gossip(topic, ids, _mesh.GetValueOrDefault(topic) ?? _fanout.GetValueOrDefault(topic)?.Peers ?? []);
        }

        foreach (RouterPeer peer in _peers.Values)
        {
            peer.Missed = false;
        }

        _cache.Shift();
    }

    private void MaintainMesh(string topic, long now)
    {
        HashSet<PeerId> mesh = _mesh[topic];
        if (mesh.Count < _options.MeshDegreeLow)
        {
            FillMesh(topic, now);
        }
        else if (mesh.Count > _options.MeshDegreeHigh)
        {
            PeerId[] members = [.. mesh];
            _random.Shuffle(members);
            foreach (PeerId peer in members.Skip(_options.MeshDegree))
            {
                mesh.Remove(peer);
                Prune(topic, peer, _options.PruneBackoff, now);
            }
        }
    }

    private void FillMesh(string topic, long now)
    {
        HashSet<PeerId> mesh = _mesh[topic];
        foreach (PeerId peer in Choose(topic, _options.MeshDegree - mesh.Count, p => !mesh.Contains(p) && !InBackoff(topic, p, now)))
        {
            Graft(topic, peer);
        }
    }

    /// <summary>Tells some of the topic's peers outside the mesh what there is, and each that may have missed something.</summary>
    private void Gossip(string topic, List<MessageId> ids, HashSet<PeerId> eager)
    {
        PeerId[] others = [.. Choose(topic, int.MaxValue, p => !eager.Contains(p))];
        int count = Math.Max(_options.GossipDegree, (int)(_options.GossipFactor * others.Length));
        foreach (PeerId peer in others.Take(count).Union(Choose(topic, int.MaxValue, p => _peers[p].Missed)))
        {
            MessageId[] announced = [.. ids];
            _random.Shuffle(announced);
            foreach (OutboundItem item in OutboundItem.IHave(topic, announced.Take(_options.IHaveIdLimit), _options.ControlLimit))
            {
                Send(peer, item);
            }
        }
    }

    private void Expire(long now)
    {
        _seen.Expire(now);
        _counters.Add(GossipCounter.PromiseBroken, _promises.Expire(now));
        foreach ((string, PeerId) key in _backoff.Where(b => b.Value <= now).Select(b => b.Key).ToArray())
        {
            _backoff.Remove(key);
        }

        foreach (string topic in _fanout.Where(f => now - f.Value.LastPublished > _options.FanoutTime.TotalMilliseconds).Select(f => f.Key).ToArray())
        {
            _fanout.Remove(topic);
        }

        foreach (RouterPeer peer in _peers.Values)
        {
            peer.StartHeartbeat(now);
        }
    }
}
