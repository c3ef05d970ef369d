using System.Text;

using Orleans.QuantumMesh.Libp2p.PubSub.Wire;

namespace Orleans.QuantumMesh.Libp2p.PubSub.Routing;

internal sealed partial class GossipRouter
{
    private readonly SeenCache _seen;
    private readonly MessageCache _cache;

    /// <summary>Messages whose validator has not answered, with the peers that have sent them meanwhile.</summary>
    private readonly Dictionary<MessageId, HashSet<PeerId>> _pending = [];

    /// <summary>Sends an own message; the number of peers that it was queued for.</summary>
    public int Publish(SignedMessage message, long now)
    {
        _seen.Add(message.Id, now);
        _cache.Put(message);
        _counters.Add(GossipCounter.Published);
        HashSet<PeerId> targets = _options.FloodPublish
            ? [.. Subscribers(message.Topic)]
            : [.. MeshOrFanout(message.Topic, now), .. FloodSubSubscribers(message.Topic)];
        return targets.Count(peer => SendMessage(peer, message, now));
    }

    /// <summary>
    /// Takes an RPC: acts on subscriptions and control and gives back the messages that are worth verifying, each with its id.
    /// For each one, <see cref="Admit"/> follows once its signature is verified, then <see cref="Complete"/>.
    /// </summary>
    public List<(MessageId Id, RawMessage Message)> Receive(PeerId from, Rpc rpc, long now)
    {
        List<(MessageId, RawMessage)> candidates = [];
        if (!_peers.TryGetValue(from, out RouterPeer? peer))
        {
            return candidates;
        }

        foreach ((bool subscribe, string topic) in rpc.Subscriptions)
        {
            TakeSubscription(peer, subscribe, topic);
        }

        foreach (RawMessage message in rpc.Messages)
        {
            _counters.Add(GossipCounter.Received);
            if (message.Topic is not { } topic || !_mesh.ContainsKey(Encoding.UTF8.GetString(topic.Span)))
            {
                _counters.Add(GossipCounter.UnknownTopic);
            }
            else if (SignedMessageCodec.Identify(message, out GossipCounter reason) is not { } id)
            {
                _counters.Add(reason);
            }
            else if (IsNew(from, message, id))
            {
                candidates.Add((id, message));
            }
        }

        TakeControl(peer, rpc, now);
        return candidates;
    }

    /// <summary>A message did not verify.</summary>
    public void Refuse(PeerId from, GossipCounter reason, long now)
    {
        _counters.Add(reason);
        if (reason is GossipCounter.BadSignature or GossipCounter.ForeignKey or GossipCounter.Unsigned)
        {
            Penalise(from, 1, now);
        }
    }

    /// <summary>A verified message; false when it is known by now. True asks for the validator's verdict and <see cref="Complete"/>.</summary>
    public bool Admit(PeerId from, SignedMessage message, long now)
    {
        if (!_seen.Add(message.Id, now))
        {
            Repeated(from, message.Id);
            return false;
        }

        _promises.Keep(message.Id);
        _pending.Add(message.Id, [from]);
        if (message.Data.Length >= _options.IDontWantThreshold)
        {
            OutboundItem item = OutboundItem.IDontWant(message.Id);
            foreach (PeerId peer in Mesh(message.Topic).Where(p => p != from && _peers[p].Protocol >= GossipProtocol.V12))
            {
                Send(peer, item);
            }
        }

        return true;
    }

    /// <summary>The verdict on an admitted message: passes an accepted one on.</summary>
    public void Complete(PeerId from, SignedMessage message, GossipVerdict verdict, long now)
    {
        if (!_pending.Remove(message.Id, out HashSet<PeerId>? holders))
        {
            return;
        }

        if (verdict == GossipVerdict.Accept)
        {
            _counters.Add(GossipCounter.Accepted);
            _cache.Put(message);
            int copies = Mesh(message.Topic)
                .Concat(FloodSubSubscribers(message.Topic))
                .Count(peer => peer != message.Author && !holders.Contains(peer) && SendMessage(peer, message, now));
            _counters.Add(GossipCounter.Forwarded, copies);
            return;
        }

        _counters.Add(verdict == GossipVerdict.Reject ? GossipCounter.ValidatorRejected : GossipCounter.ValidatorIgnored);

        // Others may relay without validators of their own, so only the author itself is blamed.
        if (verdict == GossipVerdict.Reject && message.Author == from)
        {
            Penalise(from, 1, now);
        }
    }

    private bool IsNew(PeerId from, in RawMessage message, MessageId id)
    {
        if (message.From!.Value.Span.SequenceEqual(_local.Multihash))
        {
            _counters.Add(GossipCounter.OwnReturned);
            return false;
        }

        if (_seen.Contains(id))
        {
            Repeated(from, id);
            return false;
        }

        if (_seen.IsReplay(id))
        {
            _counters.Add(GossipCounter.Replayed);
            return false;
        }

        return true;
    }

    private void Repeated(PeerId from, MessageId id)
    {
        _counters.Add(GossipCounter.Duplicate);
        _pending.GetValueOrDefault(id)?.Add(from);
    }

    private bool SendMessage(PeerId id, SignedMessage message, long now)
    {
        RouterPeer peer = _peers[id];
        if (peer.DontWant.TryGetValue(message.Id, out long until) && until > now)
        {
            _counters.Add(GossipCounter.SparedByIDontWant);
            return false;
        }

        bool queued = Send(id, OutboundItem.Message(message.Encoded));
        peer.Missed |= !queued;
        return queued;
    }

    private IEnumerable<PeerId> FloodSubSubscribers(string topic) => Subscribers(topic).Where(id => !_peers[id].SpeaksGossip);

    private HashSet<PeerId> MeshOrFanout(string topic, long now)
    {
        if (_mesh.TryGetValue(topic, out HashSet<PeerId>? mesh) && mesh.Count > 0)
        {
            return mesh;
        }

        // Subscribed but without a mesh yet (before the first heartbeat): as if not subscribed, so that the message is not lost.
        Fanout fanout = _fanout.GetValueOrDefault(topic) ?? new Fanout();
        if (fanout.Peers.Count == 0)
        {
            fanout.Peers.UnionWith(Choose(topic, _options.MeshDegree, _ => true));
        }

        if (mesh is null)
        {
            fanout.LastPublished = now;
            _fanout[topic] = fanout;
        }

        return fanout.Peers;
    }
}
