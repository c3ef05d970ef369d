using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Orleans.QuantumMesh.Libp2p;

/// <summary>How connections come about and end.</summary>
public sealed partial class Libp2pHost
{
    private readonly ConcurrentDictionary<PeerId, Lazy<Task<PeerConnection>>> _dialing = new();

    /// <summary>Connects to the address and returns the peer; an open connection to the peer that the address names is used as it is.</summary>
    /// <exception cref="IOException">It cannot be reached, is another peer, or does not keep to the protocols.</exception>
    public async Task<PeerId> ConnectAsync(Multiaddr address, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(address);
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (address.Peer is not { } peer)
        {
            return (await DialAsync(address).WaitAsync(cancellationToken).ConfigureAwait(false)).Info.Peer;
        }

        if (peer == LocalPeer)
        {
            throw new IOException($"{address} is this host itself");
        }

        if (_registry.Find(peer) is not null)
        {
            return peer;
        }

        // Several callers share one dial; it goes on when one of them gives up.
        Lazy<Task<PeerConnection>> dial = _dialing.GetOrAdd(peer, _ => new(() => DialAsync(address)));
        try
        {
            await dial.Value.WaitAsync(cancellationToken).ConfigureAwait(false);
            return peer;
        }
        finally
        {
            if (dial.Value.IsCompleted)
            {
                _dialing.TryRemove(KeyValuePair.Create(peer, dial));
            }
            else
            {
                _ = dial.Value.ContinueWith(_ => _dialing.TryRemove(KeyValuePair.Create(peer, dial)), TaskScheduler.Default);
            }
        }
    }

    private async Task<PeerConnection> DialAsync(Multiaddr address)
    {
        Socket socket = await _dialer.DialAsync(address, _stopping.Token).ConfigureAwait(false);
        using CancellationTokenSource limit = new(_options.HandshakeTimeout, _time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, _stopping.Token);
        try
        {
            SecuredConnection secured = await _upgrader.UpgradeOutboundAsync(socket, address.Peer, either.Token).ConfigureAwait(false);
            if (secured.RemotePeer == LocalPeer)
            {
                throw new IOException("it is this host itself");
            }

            return Take(secured) ?? throw new IOException($"there are too many connections to {secured.RemotePeer}, or at all");
        }
#pragma warning disable CA1031 // Whatever goes wrong with a stranger is told to the caller as a failed connection.
        catch (Exception e)
#pragma warning restore CA1031
        {
            socket.Dispose();
            string why = e is OperationCanceledException && limit.IsCancellationRequested ? $"the handshake took more than {_options.HandshakeTimeout.TotalSeconds:0.#} s" : e.Message;
            throw new IOException($"{address} cannot be connected to: {why}", e);
        }
    }

    private async Task AcceptAsync(TcpListening listener)
    {
        while (await listener.AcceptAsync(_stopping.Token).ConfigureAwait(false) is { } socket)
        {
            if (_registry.IsFull)
            {
                socket.Dispose();
                Counters.ConnectionRefused();
                continue;
            }

            _ = AcceptOneAsync(socket);
        }
    }

    private async Task AcceptOneAsync(Socket socket)
    {
        if (_gate.Enter(socket, out LinkedListNode<Socket> entry))
        {
            Counters.Evicted();
        }

        using CancellationTokenSource limit = new(_options.HandshakeTimeout, _time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, _stopping.Token);
        try
        {
            SecuredConnection secured = await _upgrader.UpgradeInboundAsync(socket, either.Token).ConfigureAwait(false);
            if (Take(secured) is null)
            {
                socket.Dispose();
            }
        }
#pragma warning disable CA1031 // Whatever a stranger sends ends its connection and nothing else.
        catch (Exception)
#pragma warning restore CA1031
        {
            socket.Dispose();
            Counters.HandshakeFailed();
        }
        finally
        {
            _gate.Leave(entry);
        }
    }

    private PeerConnection? Take(SecuredConnection secured)
    {
        Multiaddr remote = Multiaddr.FromEndPoint((IPEndPoint)secured.Socket.RemoteEndPoint!);
        PeerConnection connection = new(secured, remote, _options.Yamux, _time, _handlers, Counters);
        if (_stopping.IsCancellationRequested || !_registry.TryAdd(connection))
        {
            Counters.ConnectionRefused();
            connection.Muxer.Dispose();
            return null;
        }

        Counters.ConnectionOpened();
        _events.Post(() => ConnectionOpened?.Invoke(connection.Info));
        _ = WatchAsync(connection);
        connection.Muxer.Start();
        _ = IdentifyAsync(connection);
        return connection;
    }

    private async Task WatchAsync(PeerConnection connection)
    {
        IOException reason = await connection.Muxer.Closed.ConfigureAwait(false);
        Remove(connection);
        Counters.ConnectionClosed();
        _events.Post(() => ConnectionClosed?.Invoke(connection.Info, reason.Message));
    }

    private void Remove(PeerConnection connection) => _registry.Remove(connection, peer => _events.Post(() => PeerDisconnected?.Invoke(peer)));
}
