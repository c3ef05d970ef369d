namespace Orleans.QuantumMesh.Libp2p;

/// <summary>A libp2p host: TCP, Noise and Yamux to its peers, with identify and ping served. Thread-safe.</summary>
/// <remarks>Reconnecting is the caller's. A peer that does not keep to the protocols loses its connection and nothing else happens.</remarks>
public sealed partial class Libp2pHost : IPeerNetwork, IAsyncDisposable
{
    private static readonly TimeSpan TickInterval = TimeSpan.FromSeconds(1);
    private readonly PeerIdentity _identity;
    private readonly Libp2pOptions _options;
    private readonly TimeProvider _time;
    private readonly ConnectionUpgrader _upgrader;
    private readonly TcpDialer _dialer;
    private readonly InboundGate _gate;
    private readonly ConnectionRegistry _registry;
    private readonly ProtocolHandlers _handlers;
    private readonly EventSequence _events = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _lifecycle = new();
    private readonly List<TcpListening> _listeners = [];
    private readonly List<Task> _accepting = [];
    private ITimer? _ticks;
    private bool _disposed;

    /// <summary>A host with the identity, which stays the caller's to dispose; it does nothing before <see cref="StartAsync"/> but can dial.</summary>
    public Libp2pHost(PeerIdentity identity, Libp2pOptions? options = null, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(identity);
        _identity = identity;
        _options = options ?? new();
        _time = time ?? TimeProvider.System;
        _upgrader = new(identity);
        _dialer = new(_options.DialTimeout, _time);
        _gate = new(_options.MaxHalfOpen);
        _registry = new(_options);
        _handlers = new((peer, protocol, e) => _events.Post(() => HandlerFailed?.Invoke(peer, protocol, e)));
        _handlers.Add(IdentifyMessage.Protocol, SendIdentifyAsync);
        _handlers.Add(IdentifyMessage.PushProtocol, TakePushAsync);
        _handlers.Add(PingProtocol.Id, PingProtocol.ServeAsync);
        _ticks = _time.CreateTimer(static h => ((Libp2pHost)h!).Tick(), this, TickInterval, TickInterval);
    }

    /// <inheritdoc />
    public event Action<PeerId, IReadOnlyList<string>>? PeerConnected;

    /// <inheritdoc />
    public event Action<PeerId>? PeerDisconnected;

    /// <summary>Raised for every connection, before identify.</summary>
    public event Action<ConnectionInfo>? ConnectionOpened;

    /// <summary>Raised when a connection has ended, with the reason.</summary>
    public event Action<ConnectionInfo, string>? ConnectionClosed;

    /// <summary>Raised when a peer has identified itself, and again when it sends news.</summary>
    public event Action<PeerInfo>? PeerIdentified;

    /// <summary>Raised when a handler ended with an exception; its stream was reset.</summary>
    public event Action<PeerId, string, Exception>? HandlerFailed;

    /// <inheritdoc />
    public PeerId LocalPeer => _identity.Id;

    /// <inheritdoc />
    public IReadOnlyCollection<PeerId> ConnectedPeers => _registry.Peers;

    /// <summary>The live connections.</summary>
    public IReadOnlyList<ConnectionInfo> Connections => [.. _registry.Connections.Select(c => c.Info)];

    /// <summary>What this host has done.</summary>
    public HostCounters Counters { get; } = new();

    /// <summary>The addresses in fact listened on, with <c>/p2p</c>; never an unspecified one.</summary>
    public IReadOnlyList<Multiaddr> ListenAddresses
    {
        get
        {
            lock (_lifecycle)
            {
                return [.. _listeners.SelectMany(l => l.DialableAddresses()).Distinct().Select(a => a.WithPeer(LocalPeer))];
            }
        }
    }

    /// <summary>The addresses that peers are told of, with <c>/p2p</c>: those announced, else those listened on.</summary>
    public IReadOnlyList<Multiaddr> AnnouncedAddresses =>
        _options.Announce.Count > 0 ? [.. _options.Announce.Select(a => a.WithPeer(LocalPeer))] : ListenAddresses;

    /// <summary>Begins to listen.</summary>
    /// <exception cref="IOException">An address cannot be listened on; the message names it, and none is.</exception>
    public Task StartAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_options.Announce.FirstOrDefault(a => a.IsUnspecified || a.Port is null or 0) is { } wrong)
        {
            throw new IOException($"cannot announce {wrong}: peers need a host and a TCP port that they can dial");
        }

        lock (_lifecycle)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_listeners.Count > 0)
            {
                throw new InvalidOperationException("the host has been started already");
            }

            try
            {
                foreach (Multiaddr address in _options.Listen)
                {
                    _listeners.Add(TcpListening.Open(address));
                }
            }
            catch (IOException)
            {
                _listeners.ForEach(l => l.Dispose());
                _listeners.Clear();
                throw;
            }

            _accepting.AddRange(_listeners.Select(AcceptAsync));
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public async ValueTask<IPeerStream> OpenStreamAsync(PeerId peer, IReadOnlyList<string> protocols, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(protocols);
        if (protocols.Count == 0)
        {
            throw new ArgumentException("at least one protocol is needed", nameof(protocols));
        }

        PeerConnection connection = _registry.Find(peer) ?? throw new IOException($"there is no connection to {peer}");
        IReadOnlyList<string> served = _registry.Info(peer)?.Protocols ?? [];
        string? known = protocols.FirstOrDefault(p => served.Contains(p));
        return await connection.OpenAsync(protocols, known, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public void Handle(string protocol, Func<IPeerStream, CancellationToken, Task> handler)
    {
        ArgumentException.ThrowIfNullOrEmpty(protocol);
        ArgumentNullException.ThrowIfNull(handler);
        bool added = !_handlers.Serves(protocol);
        _handlers.Add(protocol, handler);
        if (added)
        {
            foreach (PeerConnection connection in _registry.Connections)
            {
                _ = PushIdentifyAsync(connection);
            }
        }
    }

    /// <inheritdoc />
    public void Disconnect(PeerId peer)
    {
        foreach (PeerConnection connection in _registry.FindAll(peer))
        {
            Remove(connection);
            _ = connection.Muxer.CloseAsync("the connection was closed by this side");
        }
    }

    /// <summary>What the connected peer has said about itself; null before identify.</summary>
    public PeerInfo? GetPeerInfo(PeerId peer) => _registry.Info(peer);

    /// <summary>Pings so many times on one stream and returns the round trips.</summary>
    /// <exception cref="IOException">No connection, or the peer does not answer.</exception>
    public async Task<IReadOnlyList<TimeSpan>> PingAsync(PeerId peer, int count = 1, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        IPeerStream stream = await OpenStreamAsync(peer, [PingProtocol.Id], cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            return await PingProtocol.MeasureAsync(stream, count, _time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Stops listening, says goodbye to every peer and ends the connections.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_lifecycle)
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
            _listeners.ForEach(l => l.Dispose());
        }

        await _stopping.CancelAsync().ConfigureAwait(false);
        _ticks?.Dispose();
        _ticks = null;
        await Task.WhenAll(_accepting).ConfigureAwait(false);
        await Task.WhenAll(_registry.Connections.Select(c => c.Muxer.CloseAsync("this host is stopping"))).ConfigureAwait(false);
        await Task.WhenAll(_registry.Connections.Select(c => c.Muxer.Closed)).ConfigureAwait(false);
        await _events.CompleteAsync().ConfigureAwait(false);
        _stopping.Dispose();
    }

    private void Tick()
    {
        foreach (PeerConnection connection in _registry.Connections)
        {
            connection.Muxer.Tick();
        }
    }
}
