using System.Collections.Concurrent;

namespace Orleans.QuantumMesh.Libp2p.Tests.PubSub;

/// <summary>A host whose streams are pipes in memory, to test protocols without sockets.</summary>
internal sealed class MemoryHost(PeerIdentity identity) : IPeerNetwork
{
    private readonly ConcurrentDictionary<PeerId, MemoryHost> _connected = [];
    private readonly ConcurrentDictionary<string, Func<IPeerStream, CancellationToken, Task>> _handlers = [];
    private readonly ConcurrentBag<MemoryStreamEnd> _streams = [];

    public event Action<PeerId, IReadOnlyList<string>>? PeerConnected;

    public event Action<PeerId>? PeerDisconnected;

    public PeerIdentity Identity { get; } = identity;

    public PeerId LocalPeer => Identity.Id;

    public IReadOnlyCollection<PeerId> ConnectedPeers => [.. _connected.Keys];

    public static void Connect(MemoryHost a, MemoryHost b)
    {
        a._connected[b.LocalPeer] = b;
        b._connected[a.LocalPeer] = a;
        a.PeerConnected?.Invoke(b.LocalPeer, [.. b._handlers.Keys]);
        b.PeerConnected?.Invoke(a.LocalPeer, [.. a._handlers.Keys]);
    }

    public ValueTask<IPeerStream> OpenStreamAsync(PeerId peer, IReadOnlyList<string> protocols, CancellationToken cancellationToken = default)
    {
        if (!_connected.TryGetValue(peer, out MemoryHost? other) || protocols.FirstOrDefault(other._handlers.ContainsKey) is not { } protocol)
        {
            throw new IOException("no connection, or none of the protocols");
        }

        MemoryPipe up = new();
        MemoryPipe down = new();
        MemoryStreamEnd mine = new(peer, protocol, down, up);
        MemoryStreamEnd theirs = new(LocalPeer, protocol, up, down);
        _streams.Add(mine);
        other._streams.Add(theirs);
        _ = Task.Run(() => other._handlers[protocol](theirs, CancellationToken.None), CancellationToken.None);
        return ValueTask.FromResult<IPeerStream>(mine);
    }

    public void Handle(string protocol, Func<IPeerStream, CancellationToken, Task> handler) => _handlers[protocol] = handler;

    public void Disconnect(PeerId peer)
    {
        if (_connected.TryRemove(peer, out MemoryHost? other))
        {
            other._connected.TryRemove(LocalPeer, out _);
            foreach (MemoryStreamEnd stream in _streams.Where(s => s.RemotePeer == peer).Concat(other._streams.Where(s => s.RemotePeer == LocalPeer)))
            {
                stream.Reset();
            }

            PeerDisconnected?.Invoke(peer);
            other.PeerDisconnected?.Invoke(LocalPeer);
        }
    }

    /// <summary>Resets every stream with the peer; the connection stays.</summary>
    public void ResetStreams(PeerId peer)
    {
        foreach (MemoryStreamEnd stream in _streams.Where(s => s.RemotePeer == peer))
        {
            stream.Reset();
        }
    }

    private sealed class MemoryStreamEnd(PeerId remotePeer, string protocol, MemoryPipe input, MemoryPipe output) : IPeerStream
    {
        public PeerId RemotePeer { get; } = remotePeer;

        public string Protocol { get; } = protocol;

        public ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => input.ReadAsync(buffer, cancellationToken);

        public ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => output.WriteAsync(buffer, cancellationToken);

        public ValueTask CloseWriteAsync(CancellationToken cancellationToken = default)
        {
            output.End();
            return ValueTask.CompletedTask;
        }

        public void Reset()
        {
            input.Reset();
            output.Reset();
        }

        public ValueTask DisposeAsync()
        {
            output.End();
            return ValueTask.CompletedTask;
        }
    }
}

/// <summary>One direction of a stream: at most 256 KiB wait to be read.</summary>
internal sealed class MemoryPipe
{
    private const int Capacity = 256 << 10;
    private readonly Lock _gate = new();
    private readonly List<byte> _bytes = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _ended;
    private bool _reset;

    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                ThrowIfReset();
                if (_bytes.Count > 0 || _ended)
                {
                    int count = Math.Min(buffer.Length, _bytes.Count);
                    System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_bytes)[..count].CopyTo(buffer.Span);
                    _bytes.RemoveRange(0, count);
                    Change();
                    return count;
                }

                changed = _changed.Task;
            }

            await changed.WaitAsync(cancellationToken);
        }
    }

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                ThrowIfReset();
                int count = Math.Min(buffer.Length, Capacity - _bytes.Count);
                _bytes.AddRange(buffer.Span[..count]);
                buffer = buffer[count..];
                if (count > 0)
                {
                    Change();
                }

                if (buffer.IsEmpty)
                {
                    return;
                }

                changed = _changed.Task;
            }

            await changed.WaitAsync(cancellationToken);
        }
    }

    public void End()
    {
        lock (_gate)
        {
            _ended = true;
            Change();
        }
    }

    public void Reset()
    {
        lock (_gate)
        {
            _reset = true;
            _bytes.Clear();
            Change();
        }
    }

    private void ThrowIfReset()
    {
        if (_reset)
        {
            throw new IOException("the stream was reset");
        }
    }

    private void Change()
    {
        _changed.TrySetResult();
        _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
