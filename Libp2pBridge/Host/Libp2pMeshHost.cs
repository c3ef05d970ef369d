using System.Collections.Concurrent;

using Orleans.QuantumMesh.Libp2p;
using Orleans.QuantumMesh.Libp2p.PubSub;
using Orleans.QuantumMesh.Mesh.Protocol;

namespace Orleans.QuantumMesh.Libp2pBridge;

/// <summary>A mesh host on this repository's libp2p stack: TCP, Noise, Yamux, identify, ping, GossipSub.</summary>
public sealed class Libp2pMeshHost : IMeshHost
{
    private const int PingsPerMeasurement = 2;
    private readonly PeerIdentity _identity;
    private readonly Libp2pHost _host;
    private readonly GossipSub _gossip;
    private readonly ConcurrentDictionary<string, PeerId> _ids = new();

    private Libp2pMeshHost(PeerIdentity identity, Libp2pOptions options, TimeProvider time)
    {
        _identity = identity;
        _host = new Libp2pHost(identity, options, time);
        _gossip = new GossipSub(_host, identity, time: time);
        _host.PeerConnected += (peer, _) => PeerConnected?.Invoke(peer.Text);
        _host.PeerDisconnected += peer =>
        {
            _ids.TryRemove(peer.Text, out _);
            PeerDisconnected?.Invoke(peer.Text);
        };
        _gossip.PeerSubscribed += (peer, topic) => PeerSubscribed?.Invoke(peer.Text, topic);
    }

    /// <inheritdoc />
    public event Action<string>? PeerConnected;

    /// <inheritdoc />
    public event Action<string>? PeerDisconnected;

    /// <inheritdoc />
    public event Action<string, string>? PeerSubscribed;

    /// <summary>The stack's name, as status documents show it.</summary>
    public static string Driver => "Orleans.QuantumMesh.Libp2p";

    /// <inheritdoc />
    public string PeerId => _identity.Id.Text;

    /// <inheritdoc />
    public IReadOnlyList<string> Addresses => [.. _host.AnnouncedAddresses.Select(a => a.ToString())];

    /// <summary>The addresses that are listened on, with the ports that were taken; never an unspecified one.</summary>
    public IReadOnlyList<string> ListenAddresses => [.. _host.ListenAddresses.Select(a => a.ToString())];

    /// <inheritdoc />
    public IReadOnlyCollection<string> ConnectedPeers => [.. _host.ConnectedPeers.Select(p => p.Text)];

    /// <summary>Starts a host that owns the identity.</summary>
    /// <exception cref="IOException">An address cannot be listened on; the message names it.</exception>
    public static async Task<Libp2pMeshHost> StartAsync(PeerIdentity identity, Libp2pOptions options, TimeProvider time, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(identity);
        ArgumentNullException.ThrowIfNull(options);
        Libp2pMeshHost host = new(identity, options, time);
        try
        {
            await host._host.StartAsync(cancellationToken).ConfigureAwait(false);
            return host;
        }
        catch
        {
            await host.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc />
    public byte[] Sign(ReadOnlySpan<byte> data) => _identity.Sign(data);

    /// <inheritdoc />
    public MeshPeer? Describe(string peerId) =>
        TryId(peerId, out PeerId id) && _host.GetPeerInfo(id) is { } info ? new MeshPeer(info.AgentVersion, info.Protocols) : null;

    /// <inheritdoc />
    public void Subscribe(string topic, Func<MeshMessage, MeshVerdict> handler) => _gossip.Subscribe(
        topic,
        message => handler(new MeshMessage(message.Topic, message.Author.Text, message.Data)) switch
        {
            MeshVerdict.Accept => GossipVerdict.Accept,
            MeshVerdict.Ignore => GossipVerdict.Ignore,
            _ => GossipVerdict.Reject,
        },
        _ => ValueTask.CompletedTask);

    /// <inheritdoc />
    public async ValueTask PublishAsync(string topic, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken = default) =>
        await _gossip.PublishAsync(topic, payload).ConfigureAwait(false);

    /// <inheritdoc />
    public async ValueTask<IMeshStream> OpenStreamAsync(string peerId, string protocol, int maxFrame, CancellationToken cancellationToken = default)
    {
        if (!TryId(peerId, out PeerId id))
        {
            throw new IOException($"'{peerId}' is no peer id");
        }

        return new Libp2pMeshStream(await _host.OpenStreamAsync(id, [protocol], cancellationToken).ConfigureAwait(false), maxFrame);
    }

    /// <inheritdoc />
    public void Serve(string protocol, int maxFrame, Func<IMeshStream, CancellationToken, Task> handler) =>
        _host.Handle(protocol, (stream, cancellationToken) => handler(new Libp2pMeshStream(stream, maxFrame), cancellationToken));

    /// <inheritdoc />
    public async ValueTask<string> ConnectAsync(string multiaddr, CancellationToken cancellationToken = default)
    {
        Multiaddr address = Multiaddr.Parse(multiaddr);
        if (address.Peer is null)
        {
            throw new FormatException($"'{multiaddr}' does not end in /p2p/ and a peer id");
        }

        return (await _host.ConnectAsync(address, cancellationToken).ConfigureAwait(false)).Text;
    }

    /// <inheritdoc />
    public async ValueTask<TimeSpan> RoundTripAsync(string peerId, CancellationToken cancellationToken = default)
    {
        if (!TryId(peerId, out PeerId id))
        {
            throw new IOException($"'{peerId}' is no peer id");
        }

        // The first one carries the stream's negotiation along.
        return (await _host.PingAsync(id, PingsPerMeasurement, cancellationToken).ConfigureAwait(false))[^1];
    }

    /// <inheritdoc />
    public void Disconnect(string peerId)
    {
        if (TryId(peerId, out PeerId id))
        {
            _host.Disconnect(id);
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _gossip.DisposeAsync().ConfigureAwait(false);
        await _host.DisposeAsync().ConfigureAwait(false);
        _identity.Dispose();
    }

    private bool TryId(string peerId, out PeerId id)
    {
        if (_ids.TryGetValue(peerId, out id))
        {
            return true;
        }

        if (!Libp2p.PeerId.TryParse(peerId, out id))
        {
            return false;
        }

        if (_ids.Count < 10_000)
        {
            _ids[peerId] = id;
        }

        return true;
    }
}
