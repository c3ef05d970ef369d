using Orleans.QuantumMesh.Libp2p.PubSub.Wire;

namespace Orleans.QuantumMesh.Libp2p.PubSub.Routing;

internal sealed partial class GossipRouter
{
    /// <summary>Heartbeats for which an IDONTWANT holds.</summary>
    private const int DontWantHeartbeats = 3;
    private const int DontWantLimit = 1_000;
    private const int BackoffLimit = 65_536;
    private readonly PromiseBook _promises = new();
    private readonly Dictionary<(string Topic, PeerId Peer), long> _backoff = [];

    private void TakeControl(RouterPeer peer, Rpc rpc, long now)
    {
        if (rpc.IHave.Count > 0)
        {
            TakeIHave(peer, rpc, now);
        }

        TakeIWant(peer, rpc.IWant, now);
        TakeIDontWant(peer, rpc.IDontWant, now);
        foreach ((string topic, ulong? backoff) in rpc.Prune)
        {
            TakePrune(peer, topic, backoff, now);
        }

        foreach (string topic in rpc.Graft)
        {
            TakeGraft(peer, topic, now);
        }
    }

    private void TakeIHave(RouterPeer peer, Rpc rpc, long now)
    {
        if (++peer.IHaveRpcs > _options.IHaveRpcLimit || peer.IdsAsked >= _options.IHaveIdLimit)
        {
            _counters.Add(GossipCounter.IHaveIgnored);
            return;
        }

        HashSet<MessageId> unknown = [];
        foreach ((string topic, List<MessageId> ids) in rpc.IHave)
        {
            if (_mesh.ContainsKey(topic))
            {
                unknown.UnionWith(ids.Where(IsUnknown));
            }
        }

        if (unknown.Count == 0)
        {
            return;
        }

        // Shuffled, so that where there are too many each has its chance.
        MessageId[] wanted = [.. unknown];
        _random.Shuffle(wanted);
        int count = Math.Min(wanted.Length, _options.IHaveIdLimit - peer.IdsAsked);
        peer.IdsAsked += count;
        _counters.Add(GossipCounter.IWantSent, count);
        _promises.Add(ForeignMessageId.ToOwn(wanted[0]), now + (long)_options.IWantFollowUp.TotalMilliseconds);
        foreach (OutboundItem item in OutboundItem.IWant(wanted.Take(count), _options.ControlLimit))
        {
            Send(peer.Id, item);
        }
    }

    private bool IsUnknown(MessageId announced)
    {
        MessageId id = ForeignMessageId.ToOwn(announced);
        return !_seen.Contains(id) && !_seen.IsReplay(id);
    }

    private void TakeIWant(RouterPeer peer, List<MessageId> ids, long now)
    {
        foreach (MessageId id in ids)
        {
            if (++peer.IdsAnswered > _options.IHaveIdLimit)
            {
                _counters.Add(GossipCounter.IWantIgnored);
            }
            else if (_cache.Take(id, peer.Id, out int copies) is { } message)
            {
                if (copies < _options.IWantCopies)
                {
                    SendMessage(peer.Id, message, now);
                }
                else
                {
                    _counters.Add(GossipCounter.IWantIgnored);
                }
            }
        }
    }

    private void TakeIDontWant(RouterPeer peer, List<MessageId> ids, long now)
    {
        long until = now + (long)(DontWantHeartbeats * _options.HeartbeatInterval.TotalMilliseconds);
        foreach (MessageId id in ids)
        {
            if (++peer.IdsUnwanted <= DontWantLimit)
            {
                peer.DontWant[ForeignMessageId.ToOwn(id)] = until;
            }
        }
    }

    private void TakeGraft(RouterPeer peer, string topic, long now)
    {
        // No answer for a topic that is not ours: the specification's hardening against spam.
        if (!_mesh.TryGetValue(topic, out HashSet<PeerId>? mesh) || mesh.Contains(peer.Id) || !peer.SpeaksGossip)
        {
            return;
        }

        if (mesh.Count < _options.MeshDegreeHigh && !InBackoff(topic, peer.Id, now))
        {
            mesh.Add(peer.Id);
        }
        else if (peer.Refused.Add(topic))
        {
            _counters.Add(GossipCounter.GraftRefused);
            Prune(topic, peer.Id, _options.PruneBackoff, now);
        }
    }

    private void TakePrune(RouterPeer peer, string topic, ulong? backoffSeconds, long now)
    {
        if (_mesh.TryGetValue(topic, out HashSet<PeerId>? mesh))
        {
            mesh.Remove(peer.Id);
            double seconds = Math.Min(backoffSeconds ?? _options.PruneBackoff.TotalSeconds, _options.LongestBackoff.TotalSeconds);
            AddBackoff(topic, peer.Id, TimeSpan.FromSeconds(seconds), now);
        }
    }

    private void Graft(string topic, PeerId peer)
    {
        _mesh[topic].Add(peer);
        Send(peer, OutboundItem.Graft(topic));
    }

    private void Prune(string topic, PeerId id, TimeSpan backoff, long now)
    {
        AddBackoff(topic, id, backoff, now);
        Send(id, OutboundItem.Prune(topic, _peers[id].Protocol >= GossipProtocol.V11 ? (ulong)backoff.TotalSeconds : null));
    }

    private bool InBackoff(string topic, PeerId peer, long now) => _backoff.TryGetValue((topic, peer), out long until) && until > now;

    private void AddBackoff(string topic, PeerId peer, TimeSpan backoff, long now)
    {
        long until = now + (long)backoff.TotalMilliseconds;
        bool known = _backoff.TryGetValue((topic, peer), out long held);
        if (known ? held < until : _backoff.Count < BackoffLimit)
        {
            _backoff[(topic, peer)] = until;
        }
    }
}
