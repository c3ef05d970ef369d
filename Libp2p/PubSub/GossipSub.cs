using System.Threading.Channels;

using Orleans.QuantumMesh.Libp2p.PubSub.Peers;
using Orleans.QuantumMesh.Libp2p.PubSub.Routing;
using Orleans.QuantumMesh.Libp2p.PubSub.Wire;

namespace Orleans.QuantumMesh.Libp2p.PubSub;

/// <summary>
/// Publish and subscribe over libp2p: GossipSub 1.0 to 1.2 and FloodSub, under the policy StrictSign (every message is signed by its author).
/// Starts with its construction. Thread-safe.
/// </summary>
public sealed partial class GossipSub : IAsyncDisposable
{
    private const int EventQueueLength = 16_384;
    private const int MessageOverhead = 512;
    private readonly Lock _gate = new();
    private readonly Lock _publishing = new();
    private readonly IPeerNetwork _network;
    private readonly PeerIdentity _identity;
    private readonly GossipSubOptions _options;
    private readonly TimeProvider _time;
    private readonly GossipRouter _router;
    private readonly Dictionary<PeerId, PeerLink> _links = [];
    private readonly Dictionary<string, GossipSubscription> _subscriptions = [];
    private readonly Channel<Notice> _notices = Channel.CreateBounded<Notice>(EventQueueLength);
    private readonly CancellationTokenSource _stop = new();
    private readonly long _start;
    private readonly Task _background;
    private ulong _sequence;
    private bool _disposed;

    /// <summary>Serves the protocol on the network and begins to speak it with every peer that does.</summary>
    /// <param name="network">The host's connections.</param>
    /// <param name="identity">The host's key, which signs what it publishes.</param>
    /// <param name="options">Parameters; the defaults when not given.</param>
    /// <param name="time">The clock; the system's when not given.</param>
    /// <exception cref="ArgumentException">Options that contradict each other, or an identity that is not the network's.</exception>
    public GossipSub(IPeerNetwork network, PeerIdentity identity, GossipSubOptions? options = null, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(identity);
        if (network.LocalPeer != identity.Id)
        {
            throw new ArgumentException($"The identity is {identity.Id}'s but the network is {network.LocalPeer}'s.", nameof(identity));
        }

        _options = options ?? new GossipSubOptions();
        _options.Validate();
        _network = network;
        _identity = identity;
        _time = time ?? TimeProvider.System;
        _start = _time.GetTimestamp();
#pragma warning disable CA5394 // The choice of peers needs no secrecy.
        Random random = _options.Seed is { } seed ? new Random(seed) : new Random();
#pragma warning restore CA5394
        _router = new GossipRouter(identity.Id, _options, random, Counters, new Output(this));
        _background = Task.WhenAll(Task.Run(BeatAsync), Task.Run(NotifyAsync));
        network.PeerConnected += OnPeerConnected;
        network.PeerDisconnected += OnPeerDisconnected;
        foreach (string protocol in GossipProtocols.Ids)
        {
            network.Handle(protocol, ServeAsync);
        }

        foreach (PeerId peer in network.ConnectedPeers)
        {
            Ensure(peer, GossipProtocol.V10);
        }
    }

    /// <summary>Raised when a peer has subscribed to a topic, so that it can be told at once what it missed. A peer can raise it often: space the answers out.</summary>
    public event Action<PeerId, string>? PeerSubscribed;

    /// <summary>Raised when a peer has left a topic or its last connection is gone.</summary>
    public event Action<PeerId, string>? PeerUnsubscribed;

    /// <summary>What has happened so far.</summary>
    public GossipCounters Counters { get; } = new();

    /// <summary>The connected peers known to be subscribed to the topic.</summary>
    public IReadOnlyCollection<PeerId> Subscribers(string topic)
    {
        lock (_gate)
        {
            return _router.Subscribers(topic);
        }
    }

    /// <summary>The peers that messages of a subscribed topic are exchanged with in full.</summary>
    public IReadOnlyCollection<PeerId> MeshPeers(string topic)
    {
        lock (_gate)
        {
            return _router.Mesh(topic);
        }
    }

    /// <summary>Subscribes to a topic. Own messages are not delivered.</summary>
    /// <param name="topic">The topic, 1 to 1,024 characters.</param>
    /// <param name="validator">Judges each verified message before it is passed on, on the reader's thread and possibly several at once; must be quick.</param>
    /// <param name="handler">Gets the accepted messages one after the other.</param>
    /// <exception cref="InvalidOperationException">The topic is subscribed to already.</exception>
    public GossipSubscription Subscribe(string topic, Func<GossipMessage, GossipVerdict> validator, Func<GossipMessage, ValueTask> handler)
    {
        CheckTopic(topic);
        ArgumentNullException.ThrowIfNull(validator);
        ArgumentNullException.ThrowIfNull(handler);
        GossipSubscription subscription = new(topic, validator, handler, _options, Counters, Unsubscribe);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (!_subscriptions.TryAdd(topic, subscription))
            {
                throw new InvalidOperationException($"The topic '{topic}' is subscribed to already.");
            }

            _router.Join(topic, Now());
        }

        return subscription;
    }

    /// <summary>Signs and publishes data; gives the number of peers that it was queued for at once (0: later subscribers may still ask for it for some seconds).</summary>
    /// <exception cref="ArgumentException">The data does not fit an RPC, or the topic is none.</exception>
    public ValueTask<int> PublishAsync(string topic, ReadOnlyMemory<byte> data)
    {
        CheckTopic(topic);
        int limit = _options.RpcLimit - MessageOverhead - topic.Length;
        if (data.Length > limit)
        {
            throw new ArgumentException($"A message of {data.Length} bytes was given where at most {limit} fit an RPC.", nameof(data));
        }

        // Apart from the router's gate, so that signing holds up no reader; sequence numbers leave in their order.
        lock (_publishing)
        {
            _sequence = Math.Max(_sequence + 1, (ulong)(_time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * 100);
            SignedMessage message = SignedMessageCodec.Sign(_identity, topic, _sequence, data.Span);
            lock (_gate)
            {
                ObjectDisposedException.ThrowIf(_disposed, this);
                return new ValueTask<int>(_router.Publish(message, Now()));
            }
        }
    }

    /// <summary>Ends all streams of the protocol; the connections stay.</summary>
    public async ValueTask DisposeAsync()
    {
        PeerLink[] links;
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
            links = [.. _links.Values];
            _links.Clear();
            _subscriptions.Clear();
        }

        await _stop.CancelAsync().ConfigureAwait(false);
        _network.PeerConnected -= OnPeerConnected;
        _network.PeerDisconnected -= OnPeerDisconnected;
        _notices.Writer.TryComplete();
        foreach (PeerLink link in links)
        {
            link.Dispose();
        }

        await Task.WhenAll(links.Select(l => l.Completion)).ConfigureAwait(false);
        await _background.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static void CheckTopic(string topic)
    {
        ArgumentException.ThrowIfNullOrEmpty(topic);
        if (topic.Length > 1_024)
        {
            throw new ArgumentException($"A topic of {topic.Length} characters was given where at most 1024 are allowed.", nameof(topic));
        }
    }

    private void Unsubscribe(GossipSubscription subscription)
    {
        lock (_gate)
        {
            if (_subscriptions.TryGetValue(subscription.Topic, out GossipSubscription? current) && current == subscription)
            {
                _subscriptions.Remove(subscription.Topic);
                _router.Leave(subscription.Topic, Now());
            }
        }
    }

    private long Now() => (long)_time.GetElapsedTime(_start).TotalMilliseconds;
}
