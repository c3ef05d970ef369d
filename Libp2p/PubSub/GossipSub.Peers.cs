using Orleans.QuantumMesh.Libp2p.PubSub.Peers;
using Orleans.QuantumMesh.Libp2p.PubSub.Routing;
using Orleans.QuantumMesh.Libp2p.PubSub.Wire;

namespace Orleans.QuantumMesh.Libp2p.PubSub;

public sealed partial class GossipSub
{
    private const int SweepHeartbeats = 15;
    private const double GarbagePenalty = 12;

    /// <summary>What a peer's speed limit counts as one message.</summary>
    private const int BytesPerMessage = 4_096;

    private void OnPeerConnected(PeerId peer, IReadOnlyList<string> protocols)
    {
        GossipProtocol[] spoken = [.. protocols.Select(GossipProtocols.Of).OfType<GossipProtocol>()];
        if (spoken.Length > 0)
        {
            Ensure(peer, spoken.Max())?.Wake();
        }
    }

    private void OnPeerDisconnected(PeerId peer)
    {
        // Connected anew already: the link finds its dead stream and opens another.
        if (!_network.ConnectedPeers.Contains(peer))
        {
            Remove(peer);
        }
    }

    private PeerLink? Ensure(PeerId peer, GossipProtocol protocol)
    {
        lock (_gate)
        {
            if (_disposed)
            {
                return null;
            }

            if (!_links.TryGetValue(peer, out PeerLink? link))
            {
                link = new PeerLink(peer, _network, _options, _time, new LinkOwner(this));
                _links.Add(peer, link);
                _router.AddPeer(peer, protocol);
                link.Start();
            }

            return link;
        }
    }

    private void Remove(PeerId peer)
    {
        PeerLink? link;
        lock (_gate)
        {
            if (!_links.Remove(peer, out link))
            {
                return;
            }

            _router.RemovePeer(peer);
        }

        link.Dispose();
    }

    private async Task ServeAsync(IPeerStream stream, CancellationToken cancellationToken)
    {
        await using (stream.ConfigureAwait(false))
        {
            PeerId peer = stream.RemotePeer;
            if (Ensure(peer, GossipProtocols.Of(stream.Protocol) ?? GossipProtocol.FloodSub) is not { } link)
            {
                stream.Reset();
                return;
            }

            link.ReplaceInbound(stream);
            lock (_gate)
            {
                _router.InboundOpened(peer);
            }

            using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stop.Token);
            try
            {
                await ReadAsync(stream, stop.Token).ConfigureAwait(false);
            }
            catch (InvalidDataException)
            {
                stream.Reset();
                lock (_gate)
                {
                    _router.Penalise(peer, GarbagePenalty, Now());
                }
            }
            catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
            {
                stream.Reset();
            }
            finally
            {
                link.InboundEnded(stream);
                if (!_network.ConnectedPeers.Contains(peer))
                {
                    Remove(peer);
                }
            }
        }
    }

    private async Task ReadAsync(IPeerStream stream, CancellationToken cancellationToken)
    {
        using FrameReader reader = new(stream, _options.RpcLimit);
        ReadThrottle throttle = new(_options.MessagesPerSecond, _time);
        while (true)
        {
            ReadOnlyMemory<byte>? frame;
            try
            {
                frame = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (InvalidDataException)
            {
                Counters.Add(GossipCounter.OversizedRpc);
                throw;
            }

            if (frame is not { } bytes)
            {
                return;
            }

            Rpc rpc;
            try
            {
                rpc = RpcDecoder.Decode(bytes);
            }
            catch (InvalidDataException)
            {
                Counters.Add(GossipCounter.MalformedRpc);
                throw;
            }

            await throttle.TakeAsync(1 + rpc.Messages.Count + (bytes.Length / BytesPerMessage), cancellationToken).ConfigureAwait(false);
            Take(stream.RemotePeer, rpc);
        }
    }

    private void Take(PeerId from, Rpc rpc)
    {
        List<(MessageId Id, RawMessage Message)> candidates;
        lock (_gate)
        {
            candidates = _router.Receive(from, rpc, Now());
        }

        // Signatures and validators run outside the lock: a peer that sends much holds up its own stream alone.
        foreach ((MessageId id, RawMessage raw) in candidates)
        {
            SignedMessage? message = SignedMessageCodec.Verify(raw, id, out GossipCounter reason);
            GossipSubscription? subscription = null;
            lock (_gate)
            {
                if (message is null)
                {
                    _router.Refuse(from, reason, Now());
                }
                else if (!_subscriptions.TryGetValue(message.Topic, out subscription))
                {
                    Counters.Add(GossipCounter.UnknownTopic);
                }
                else if (!_router.Admit(from, message, Now()))
                {
                    subscription = null;
                }
            }

            if (subscription is null)
            {
                continue;
            }

            GossipMessage delivered = new(message!.Topic, message.Author, from, message.Sequence, message.Data);
            GossipVerdict verdict = subscription.Validate(delivered);
            lock (_gate)
            {
                _router.Complete(from, message, verdict, Now());
            }

            if (verdict == GossipVerdict.Accept)
            {
                subscription.Deliver(delivered);
            }
        }
    }

    private async Task BeatAsync()
    {
        await Task.Delay(_options.FirstHeartbeat, _time, _stop.Token).ConfigureAwait(false);
        using PeriodicTimer timer = new(_options.HeartbeatInterval, _time);
        long beats = 0;
        do
        {
            PeerLink[] links;
            lock (_gate)
            {
                _router.Heartbeat(Now());
                links = [.. _links.Values];
            }

            HashSet<PeerId>? connected = ++beats % SweepHeartbeats == 0 ? [.. _network.ConnectedPeers] : null;
            foreach (PeerLink link in links)
            {
                link.ResetIfStalled();
                if (connected?.Contains(link.Peer) == false)
                {
                    Remove(link.Peer);
                }
            }
        }
        while (await timer.WaitForNextTickAsync(_stop.Token).ConfigureAwait(false));
    }

    private async Task NotifyAsync()
    {
        await foreach (Notice notice in _notices.Reader.ReadAllAsync().ConfigureAwait(false))
        {
#pragma warning disable CA1031 // A subscriber's bug must not end the notices.
            try
            {
                switch (notice.Kind)
                {
                    case NoticeKind.Subscribed: PeerSubscribed?.Invoke(notice.Peer, notice.Topic); break;
                    case NoticeKind.Unsubscribed: PeerUnsubscribed?.Invoke(notice.Peer, notice.Topic); break;
                    default: _network.Disconnect(notice.Peer); break;
                }
            }
            catch (Exception)
            {
                Counters.Add(GossipCounter.CallbackFailed);
            }
#pragma warning restore CA1031
        }
    }

    private enum NoticeKind
    {
        Subscribed,
        Unsubscribed,
        Disconnect,
    }

    private readonly record struct Notice(NoticeKind Kind, PeerId Peer, string Topic);

    /// <summary>The router's way out; called under the gate.</summary>
    private sealed class Output(GossipSub owner) : IGossipOutput
    {
        public bool Send(PeerId peer, OutboundItem item) => owner._links.TryGetValue(peer, out PeerLink? link) && link.Queue.TryAdd(item);

        public void SubscriptionChanged(PeerId peer, string topic, bool subscribed) =>
            Post(new Notice(subscribed ? NoticeKind.Subscribed : NoticeKind.Unsubscribed, peer, topic));

        public void Disconnect(PeerId peer) => Post(new Notice(NoticeKind.Disconnect, peer, ""));

        private void Post(Notice notice)
        {
            if (!owner._notices.Writer.TryWrite(notice))
            {
                owner.Counters.Add(GossipCounter.NoticeDropped);
            }
        }
    }

    private sealed class LinkOwner(GossipSub owner) : IPeerLinkOwner
    {
        public List<OutboundItem> OutboundOpened(PeerLink link, GossipProtocol protocol)
        {
            lock (owner._gate)
            {
                if (owner._links.GetValueOrDefault(link.Peer) != link)
                {
                    throw new IOException("the peer is gone");
                }

                owner._router.AddPeer(link.Peer, protocol);
                return owner._router.Hello();
            }
        }

        public void OutboundLost(PeerLink link)
        {
            lock (owner._gate)
            {
                if (owner._links.GetValueOrDefault(link.Peer) == link)
                {
                    owner._router.StreamLost(link.Peer);
                    link.Queue.DropUrgent();
                    owner.Counters.Add(GossipCounter.StreamReopened);
                }
            }
        }
    }
}
