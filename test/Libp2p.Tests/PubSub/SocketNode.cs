using System.Collections.Concurrent;
using System.Text;

using Orleans.QuantumMesh.Libp2p.PubSub;

namespace Orleans.QuantumMesh.Libp2p.Tests.PubSub;

/// <summary>A host on a free loopback port with GossipSub on it.</summary>
internal sealed class SocketNode : IAsyncDisposable
{
    public const string Topic = "interop-topic";

    private SocketNode(PeerIdentity identity, Libp2pHost host, GossipSub gossip)
    {
        Identity = identity;
        Host = host;
        Gossip = gossip;
    }

    public PeerIdentity Identity { get; }

    public Libp2pHost Host { get; }

    public GossipSub Gossip { get; }

    public PeerId Id => Host.LocalPeer;

    public Multiaddr Address => Host.ListenAddresses[0];

    public ConcurrentQueue<GossipMessage> Received { get; } = [];

    /// <summary>Author and text of every message received.</summary>
    public IEnumerable<(PeerId Author, string Text)> Texts => Received.Select(m => (m.Author, Encoding.UTF8.GetString(m.Data.Span)));

    public static async Task<SocketNode> StartAsync(GossipSubOptions? options = null)
    {
        PeerIdentity identity = PeerIdentity.Generate();
        Libp2pHost host = new(identity, new Libp2pOptions { Listen = [Multiaddr.Parse("/ip4/127.0.0.1/tcp/0")] });
        SocketNode node = new(identity, host, new GossipSub(host, identity, options));
        node.Gossip.Subscribe(Topic, _ => GossipVerdict.Accept, message =>
        {
            node.Received.Enqueue(message);
            return ValueTask.CompletedTask;
        });
        await host.StartAsync(TestContext.Current.CancellationToken);
        return node;
    }

    public Task ConnectAsync(SocketNode other) => Host.ConnectAsync(other.Address, TestContext.Current.CancellationToken);

    public async Task PublishAsync(int count, string prefix = "own")
    {
        for (int i = 0; i < count; i++)
        {
            await Gossip.PublishAsync(Topic, Encoding.UTF8.GetBytes($"{prefix} {i}"));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Gossip.DisposeAsync();
        await Host.DisposeAsync();
        Identity.Dispose();
    }
}
