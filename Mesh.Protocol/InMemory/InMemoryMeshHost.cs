using System.Collections.Concurrent;
using System.Threading.Channels;

namespace Orleans.QuantumMesh.Mesh.Protocol;

/// <summary>A host of an <see cref="InMemoryMesh"/>. Pubsub reaches every subscriber with a path of connections, as gossip does.</summary>
public sealed class InMemoryMeshHost : IMeshHost
{
    private readonly InMemoryMesh _mesh;
    private readonly MeshIdentity _identity;
    private readonly ConcurrentDictionary<string, InMemoryMeshHost> _peers = new();
    private readonly ConcurrentDictionary<string, Func<MeshMessage, MeshVerdict>> _topics = new();
    private readonly ConcurrentDictionary<string, (int MaxFrame, Func<IMeshStream, CancellationToken, Task> Handler)> _protocols = new();
    private readonly ConcurrentDictionary<InMemoryMeshStream, string> _streams = new();
    private readonly Channel<MeshMessage> _inbox = Channel.CreateUnbounded<MeshMessage>(new() { SingleReader = true });
    private readonly CancellationTokenSource _ended = new();
    private readonly Task _delivery;

    internal InMemoryMeshHost(InMemoryMesh mesh, string name, MeshIdentity identity)
    {
        _mesh = mesh;
        _identity = identity;
        Name = name;
        Addresses = [$"/memory/{name}/p2p/{identity.PeerId}"];
        _delivery = DeliverAsync();
    }

    /// <inheritdoc />
    public event Action<string>? PeerConnected;

    /// <inheritdoc />
    public event Action<string>? PeerDisconnected;

    /// <inheritdoc />
    public event Action<string, string>? PeerSubscribed;

    /// <summary>The name that the mesh knows it by.</summary>
    public string Name { get; }

    /// <inheritdoc />
    public string PeerId => _identity.PeerId;

    /// <inheritdoc />
    public IReadOnlyList<string> Addresses { get; }

    /// <inheritdoc />
    public IReadOnlyCollection<string> ConnectedPeers => [.. _peers.Keys];

    /// <inheritdoc />
    public byte[] Sign(ReadOnlySpan<byte> data) => _identity.Sign(data);

    /// <inheritdoc />
    public MeshPeer? Describe(string peerId) => _peers.TryGetValue(peerId, out InMemoryMeshHost? peer) ? new("in-memory", [.. peer._protocols.Keys.Order(StringComparer.Ordinal)]) : null;

    /// <inheritdoc />
    public void Subscribe(string topic, Func<MeshMessage, MeshVerdict> handler)
    {
        _topics[topic] = handler;
        foreach (InMemoryMeshHost peer in _peers.Values)
        {
            peer.Hear(PeerId, topic);
        }
    }

    /// <inheritdoc />
    public ValueTask PublishAsync(string topic, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_ended.IsCancellationRequested, this);
        MeshMessage message = new(topic, PeerId, payload.ToArray());
        HashSet<InMemoryMeshHost> reached = [this];
        Queue<InMemoryMeshHost> frontier = new([this]);
        while (frontier.TryDequeue(out InMemoryMeshHost? at))
        {
            foreach (InMemoryMeshHost next in at._peers.Values.Where(p => p._topics.ContainsKey(topic) && !_mesh.Draw(_mesh.Conditions.PubSubLoss) && reached.Add(p)))
            {
                frontier.Enqueue(next);
                next._inbox.Writer.TryWrite(message);
            }
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public async ValueTask<IMeshStream> OpenStreamAsync(string peerId, string protocol, int maxFrame, CancellationToken cancellationToken = default)
    {
        if (!_peers.TryGetValue(peerId, out InMemoryMeshHost? peer))
        {
            throw new IOException($"no connection to {peerId}");
        }

        await _mesh.TravelAsync(cancellationToken).ConfigureAwait(false);
        if (!peer._protocols.TryGetValue(protocol, out (int MaxFrame, Func<IMeshStream, CancellationToken, Task> Handler) served))
        {
            throw new IOException($"{peerId} does not serve {protocol}");
        }

        (InMemoryMeshStream near, InMemoryMeshStream far) = InMemoryMeshStream.Pair(_mesh, PeerId, peerId, maxFrame, served.MaxFrame);
        if (!Track(near, peerId) || !peer.Track(far, PeerId))
        {
            near.Reset();
            throw new IOException($"no connection to {peerId}");
        }

        _ = Task.Run(() => served.Handler(far, peer._ended.Token), CancellationToken.None);
        return near;
    }

    /// <inheritdoc />
    public void Serve(string protocol, int maxFrame, Func<IMeshStream, CancellationToken, Task> handler) => _protocols[protocol] = (maxFrame, handler);

    /// <inheritdoc />
    public async ValueTask<string> ConnectAsync(string multiaddr, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(multiaddr);
        string[] parts = multiaddr.Split("/p2p/");
        if (parts.Length != 2 || !PeerKey.TryParse(parts[1], out _))
        {
            throw new FormatException($"'{multiaddr}' does not end in /p2p/ and a peer id");
        }

        if (parts[1] == PeerId)
        {
            throw new IOException("a host does not connect to itself");
        }

        await _mesh.TravelAsync(cancellationToken).ConfigureAwait(false);
        InMemoryMeshHost peer = _mesh.Find(PeerId, parts[1]) ?? throw new IOException($"{multiaddr} cannot be reached");
        Join(peer);
        return peer.PeerId;
    }

    /// <inheritdoc />
    public async ValueTask<TimeSpan> RoundTripAsync(string peerId, CancellationToken cancellationToken = default)
    {
        long started = _mesh.Time.GetTimestamp();
        await _mesh.TravelAsync(cancellationToken).ConfigureAwait(false);
        await _mesh.TravelAsync(cancellationToken).ConfigureAwait(false);
        return _peers.ContainsKey(peerId) ? _mesh.Time.GetElapsedTime(started) : throw new IOException($"no connection to {peerId}");
    }

    /// <inheritdoc />
    public void Disconnect(string peerId)
    {
        if (_peers.TryRemove(peerId, out InMemoryMeshHost? peer))
        {
            Leave(peerId);
            if (peer._peers.TryRemove(PeerId, out _))
            {
                peer.Leave(PeerId);
            }
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_ended.IsCancellationRequested)
        {
            return;
        }

        await _ended.CancelAsync().ConfigureAwait(false);
        _mesh.Remove(this);
        foreach (string peer in _peers.Keys)
        {
            Disconnect(peer);
        }

        _inbox.Writer.TryComplete();
        await _delivery.ConfigureAwait(false);
        _identity.Dispose();
    }

    internal void Untrack(InMemoryMeshStream stream) => _streams.TryRemove(stream, out _);

    private void Join(InMemoryMeshHost peer)
    {
        if (!_peers.TryAdd(peer.PeerId, peer))
        {
            return;
        }

        peer._peers[PeerId] = this;
        PeerConnected?.Invoke(peer.PeerId);
        peer.PeerConnected?.Invoke(PeerId);
        foreach (string topic in peer._topics.Keys)
        {
            Hear(peer.PeerId, topic);
        }

        foreach (string topic in _topics.Keys)
        {
            peer.Hear(PeerId, topic);
        }
    }

    private void Leave(string peerId)
    {
        foreach ((InMemoryMeshStream stream, string peer) in _streams)
        {
            if (peer == peerId)
            {
                stream.Reset();
            }
        }

        PeerDisconnected?.Invoke(peerId);
    }

    private bool Track(InMemoryMeshStream stream, string peerId)
    {
        stream.Host = this;
        _streams[stream] = peerId;
        return _peers.ContainsKey(peerId);
    }

    private void Hear(string peerId, string topic)
    {
        if (_topics.ContainsKey(topic))
        {
            PeerSubscribed?.Invoke(peerId, topic);
        }
    }

    private async Task DeliverAsync()
    {
        try
        {
            await foreach (MeshMessage message in _inbox.Reader.ReadAllAsync(_ended.Token).ConfigureAwait(false))
            {
                await _mesh.TravelAsync(_ended.Token).ConfigureAwait(false);
                if (_topics.TryGetValue(message.Topic, out Func<MeshMessage, MeshVerdict>? handler))
                {
                    handler(message);
                }
            }
        }
        catch (OperationCanceledException)
        {
        }
    }
}
