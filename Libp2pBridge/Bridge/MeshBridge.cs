using System.Collections.Concurrent;

using Microsoft.Extensions.Logging;

using Orleans.QuantumMesh.Grains.Abstractions;
using Orleans.QuantumMesh.Mesh.Protocol;

namespace Orleans.QuantumMesh.Libp2pBridge;

/// <summary>
/// The bridge of a silo: what nodes say by pubsub becomes grain updates, grain calls become requests on open streams, and the job stream of other peers becomes grain calls.
/// Owns what it opens, not the host. Thread-safe.
/// </summary>
public sealed partial class MeshBridge : IAsyncDisposable
{
    private const int MaxNodes = 20_000;
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(10);
    private readonly IMeshHost _host;
    private readonly IGrainFactory _grains;
    private readonly MeshBridgeOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<MeshBridge> _logger;
    private readonly MessageGate _gate;
    private readonly HeartbeatBatcher _heartbeats;
    private readonly ConcurrentDictionary<string, NodeLink> _nodes = new();
    private readonly CancellationTokenSource _ended = new();
    private readonly PeerStrikes _strikes;
    private readonly BootstrapDialer _dialer;

    public MeshBridge(IMeshHost host, IGrainFactory grains, MeshBridgeOptions options, TimeProvider time, ILogger<MeshBridge> logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        _host = host;
        _grains = grains;
        _options = options;
        _time = time;
        _logger = logger;
        _gate = new MessageGate(time);
        _gate.Told += (author, reason) => LogDropped(_logger, author, reason is DropReason.TooOld or DropReason.FromTheFuture ? reason + ", so its clock and this one's differ" : reason);
        _strikes = new PeerStrikes(host, time);
        _heartbeats = new HeartbeatBatcher(grains.GetGrain<IServiceRegistryGrain>($"registry-{options.Namespace}"), options.HeartbeatBatch, time, logger);
        _dialer = new BootstrapDialer(host, options.Bootstrap, time, logger);
    }

    /// <summary>Begins to listen to the mesh and to serve the job stream.</summary>
    public void Start()
    {
        MeshNamespace mesh = _options.Namespace;
        _host.PeerConnected += OnPeerConnected;
        _host.PeerDisconnected += OnPeerDisconnected;
        JobStream jobs = new(_grains, mesh, _time, _logger);
        RequestServer.Serve(_host, mesh.Job, MeshLimits.JobFrame, _strikes, jobs.HandleAsync);
        _host.Subscribe(mesh.AdvertisementTopic, OnAdvertisement);
        _host.Subscribe(mesh.HeartbeatTopic, OnHeartbeat);
        _heartbeats.Start();
        _dialer.Start();
    }

    /// <summary>See <see cref="IMeshBridge.Reserve"/>.</summary>
    public async Task<ReservationReply> ReserveAsync(string nodeId, ReservationCall call)
    {
        ArgumentNullException.ThrowIfNull(call);
        if (Find(nodeId) is not { } node)
        {
            return new ReservationReply { Status = CallStatus.Invalid, Error = $"'{nodeId}' is no peer id of an Ed25519 key" };
        }

        RequestOutcome outcome = await node.SendAsync(node.Reservations, call, ReservationJson.Write, call.TimeoutMs, call.TraceParent, _ended.Token).ConfigureAwait(false);
        return ReservationJson.ReadAnswer(outcome, call.ReservationId);
    }

    /// <summary>See <see cref="IMeshBridge.Dispatch"/>.</summary>
    public async Task<FragmentReply> DispatchAsync(string nodeId, FragmentCall call)
    {
        ArgumentNullException.ThrowIfNull(call);
        if (Find(nodeId) is not { } node)
        {
            return new FragmentReply { Status = CallStatus.Invalid, Error = $"'{nodeId}' is no peer id of an Ed25519 key" };
        }

        RequestOutcome outcome = await node.SendAsync(node.Fragments, call, FragmentJson.Write, call.TimeoutMs, call.TraceParent, _ended.Token).ConfigureAwait(false);
        return FragmentJson.ReadEnvelope(outcome, call, node.Key);
    }

    /// <summary>See <see cref="IMeshBridge.Forget"/>.</summary>
    public async Task ForgetAsync(string nodeId, IReadOnlyList<string> executionIds)
    {
        ArgumentNullException.ThrowIfNull(executionIds);
        if (Find(nodeId) is { } node)
        {
            foreach (string[] some in executionIds.Chunk(1_000))
            {
                await node.SendAsync(node.Fragments, some, FragmentJson.WriteForget, 5_000, null, _ended.Token).ConfigureAwait(false);
            }
        }
    }

    /// <summary>See <see cref="IMeshBridge.Status"/>.</summary>
    public BridgeStatus Status()
    {
        Dictionary<string, long> dropped = new(_gate.Dropped);
        if (_strikes.Total > 0)
        {
            dropped["broken_requests"] = _strikes.Total;
        }

        IReadOnlyCollection<string> connected = _host.ConnectedPeers;
        return new BridgeStatus
        {
            Enabled = true,
            PeerId = _host.PeerId,
            Namespace = _options.Namespace.Name,
            ListenersActive = _host.Addresses.Count > 0,
            ConfiguredListenAddresses = _options.ConfiguredListenAddresses,
            AdvertisedAddresses = _host.Addresses,
            BootstrapPeers = _options.Bootstrap,
            ConnectedPeers = connected.Count,
            Driver = _options.Driver,
            DriverVersion = _options.DriverVersion,
            Dropped = dropped,
            Links = [.. connected.Select(p => _nodes.TryGetValue(p, out NodeLink? node) ? new BridgeLink(p, node.RoundTripMs, node.LastSeenAt) : new BridgeLink(p, null, _time.GetUtcNow()))],
        };
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_ended.IsCancellationRequested)
        {
            return;
        }

        _host.PeerConnected -= OnPeerConnected;
        _host.PeerDisconnected -= OnPeerDisconnected;
        await _ended.CancelAsync().ConfigureAwait(false);
        await _dialer.DisposeAsync().ConfigureAwait(false);
        await _heartbeats.DisposeAsync().ConfigureAwait(false);
        foreach (NodeLink node in _nodes.Values)
        {
            await node.DisposeAsync().ConfigureAwait(false);
        }
    }

    private MeshVerdict OnAdvertisement(MeshMessage message)
    {
        if (_gate.Advertisement(message, out MeshVerdict verdict) is { } advertisement && message.Author != _host.PeerId && Find(message.Author) is { } node)
        {
            node.Heard(advertisement);
            _ = node.ForwardAsync(advertisement, _ended.Token);
        }

        return verdict;
    }

    private MeshVerdict OnHeartbeat(MeshMessage message)
    {
        if (_gate.Heartbeat(message, out MeshVerdict verdict) is not { } heartbeat || message.Author == _host.PeerId)
        {
            return verdict;
        }

        double? roundTrip = null;
        if (_nodes.TryGetValue(message.Author, out NodeLink? node))
        {
            node.Heard();
            roundTrip = node.RoundTripMs;
            _ = node.MeasureAsync(_options.RoundTripInterval, _ended.Token);
        }

        _heartbeats.Add(heartbeat with { RoundTripMs = roundTrip });
        return verdict;
    }

    private void OnPeerConnected(string peerId)
    {
        LogConnected(_logger, peerId);
        if (_nodes.TryGetValue(peerId, out NodeLink? node))
        {
            _ = node.MeasureAsync(TimeSpan.Zero, _ended.Token);
        }
    }

    private void OnPeerDisconnected(string peerId) => LogDisconnected(_logger, peerId);

    private NodeLink? Find(string nodeId)
    {
        if (_nodes.TryGetValue(nodeId, out NodeLink? known))
        {
            return known;
        }

        if (!PeerKey.TryParse(nodeId, out PeerKey? key))
        {
            _gate.Count(DropReason.Author);
            return null;
        }

        if (_nodes.Count >= MaxNodes && !MakeRoom())
        {
            _gate.Count(DropReason.TooManyAuthors);
            return null;
        }

        return _nodes.GetOrAdd(nodeId, _ => new NodeLink(_host, key, _grains.GetGrain<IServiceNodeGrain>($"node-{nodeId}"), _options.Namespace, _strikes, _time, _logger));
    }

    /// <summary>Lets go of nodes that are neither connected nor were heard lately.</summary>
    private bool MakeRoom()
    {
        HashSet<string> connected = [.. _host.ConnectedPeers];
        DateTimeOffset now = _time.GetUtcNow();
        foreach ((string nodeId, NodeLink node) in _nodes)
        {
            if (now - node.LastSeenAt > Silence && !connected.Contains(nodeId) && _nodes.TryRemove(nodeId, out NodeLink? gone))
            {
                _ = gone.DisposeAsync().AsTask();
            }
        }

        return _nodes.Count < MaxNodes;
    }

    [LoggerMessage(3, LogLevel.Warning, "What {Author} says to the mesh is dropped: {Reason}")]
    private static partial void LogDropped(ILogger logger, string author, string reason);

    [LoggerMessage(1, LogLevel.Information, "Peer {PeerId} connected")]
    private static partial void LogConnected(ILogger logger, string peerId);

    [LoggerMessage(2, LogLevel.Information, "Peer {PeerId} disconnected")]
    private static partial void LogDisconnected(ILogger logger, string peerId);
}
