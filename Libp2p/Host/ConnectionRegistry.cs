namespace Orleans.QuantumMesh.Libp2p;

/// <summary>The live connections by peer, and what identify said. Decides when a peer counts as come and gone.</summary>
internal sealed class ConnectionRegistry(Libp2pOptions options)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<PeerId, Entry> _peers = [];
    private int _connections;

    public IReadOnlyCollection<PeerId> Peers
    {
        get
        {
            lock (_lock)
            {
                return [.. _peers.Keys];
            }
        }
    }

    public IReadOnlyList<PeerConnection> Connections
    {
        get
        {
            lock (_lock)
            {
                return [.. _peers.Values.SelectMany(e => e.Connections)];
            }
        }
    }

    public bool IsFull
    {
        get
        {
            lock (_lock)
            {
                return _connections >= options.MaxConnections;
            }
        }
    }

    /// <summary>Takes the connection in; false when the peer, or the host, has too many.</summary>
    public bool TryAdd(PeerConnection connection)
    {
        lock (_lock)
        {
            Entry entry = _peers.GetValueOrDefault(connection.Info.Peer) ?? new();
            if (_connections >= options.MaxConnections || entry.Connections.Count >= options.MaxConnectionsPerPeer)
            {
                return false;
            }

            entry.Connections.Add(connection);
            _peers[connection.Info.Peer] = entry;
            _connections++;
            return true;
        }
    }

    /// <summary>Drops an ended connection; <paramref name="gone"/> is called, within the lock, when a peer that had come is gone.</summary>
    public void Remove(PeerConnection connection, Action<PeerId> gone)
    {
        PeerId peer = connection.Info.Peer;
        lock (_lock)
        {
            if (_peers.TryGetValue(peer, out Entry? entry) && entry.Connections.Remove(connection))
            {
                _connections--;
                if (entry.Connections.Count == 0)
                {
                    _peers.Remove(peer);
                    if (entry.Announced)
                    {
                        gone(peer);
                    }
                }
            }
        }
    }

    /// <summary>How often the peer has sent news so far.</summary>
    public int News(PeerId peer)
    {
        lock (_lock)
        {
            return _peers.GetValueOrDefault(peer)?.News ?? 0;
        }
    }

    /// <summary>Notes that identify, begun after so many news, is through for one of the peer's connections (null: it failed); <paramref name="come"/> is called, within the lock, for the first of them.</summary>
    /// <remarks>News that came while identify ran are the later word.</remarks>
    public void Identified(PeerConnection connection, PeerInfo? info, int news, Action<PeerId, IReadOnlyList<string>> come)
    {
        lock (_lock)
        {
            if (_peers.TryGetValue(connection.Info.Peer, out Entry? entry) && entry.Connections.Contains(connection))
            {
                entry.Info = info is not null && entry.News == news ? info : entry.Info;
                if (!entry.Announced)
                {
                    entry.Announced = true;
                    come(connection.Info.Peer, entry.Info?.Protocols ?? []);
                }
            }
        }
    }

    /// <summary>Replaces what is known of a connected peer.</summary>
    public void Update(PeerInfo info)
    {
        lock (_lock)
        {
            if (_peers.TryGetValue(info.Peer, out Entry? entry))
            {
                entry.Info = info;
                entry.News++;
            }
        }
    }

    public PeerInfo? Info(PeerId peer)
    {
        lock (_lock)
        {
            return _peers.GetValueOrDefault(peer)?.Info;
        }
    }

    /// <summary>The peer's oldest live connection.</summary>
    public PeerConnection? Find(PeerId peer)
    {
        lock (_lock)
        {
            return _peers.GetValueOrDefault(peer)?.Connections.Find(c => c.Muxer.TakesStreams);
        }
    }

    public IReadOnlyList<PeerConnection> FindAll(PeerId peer)
    {
        lock (_lock)
        {
            return [.. _peers.GetValueOrDefault(peer)?.Connections ?? []];
        }
    }

    private sealed class Entry
    {
        public List<PeerConnection> Connections { get; } = [];

        public PeerInfo? Info { get; set; }

        public int News { get; set; }

        public bool Announced { get; set; }
    }
}
