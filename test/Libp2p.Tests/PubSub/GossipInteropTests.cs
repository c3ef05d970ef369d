using System.Text.Json;

namespace Orleans.QuantumMesh.Libp2p.Tests.PubSub;

/// <summary>GossipSub with peers by other implementations.</summary>
public sealed class GossipInteropTests
{
    private const int Messages = 5;

    [Theory]
    [InlineData("go", "js")]
    [InlineData("go", "rust")]
    [InlineData("js", "rust")]
    [InlineData("py", "go")]
    public async Task TwoForeignPeersHearEachOtherThroughUs(string left, string right)
    {
        await using SocketNode node = await SocketNode.StartAsync();
        await using InteropPeer first = Join(left, node);
        await using InteropPeer second = Join(right, node);
        await ExchangeAsync(node, [first, second]);
    }

    [Theory]
    [InlineData("go")]
    [InlineData("js")]
    [InlineData("rust")]
    [InlineData("py")]
    public async Task WeHearAForeignPeerThroughOneOfOurOwn(string implementation)
    {
        await using SocketNode relay = await SocketNode.StartAsync(), far = await SocketNode.StartAsync();
        await far.ConnectAsync(relay);
        await using InteropPeer peer = Join(implementation, relay);
        await Eventually.HoldsAsync(() => relay.Gossip.MeshPeers(SocketNode.Topic).Count == 2, "the relay has both in its mesh");
        await far.PublishAsync(Messages);
        await ExchangeAsync(relay, [peer]);
        await Eventually.HoldsAsync(() => far.Received.Count >= 2 * Messages, "the far end has all");
        Assert.Equal(2 * Messages, far.Texts.Distinct().Count());
        Assert.All(far.Received, m => Assert.Equal(relay.Id, m.DeliveredBy));
    }

    // The delay outlasts the slowest peer's start: what is published before a peer has subscribed never reaches it.
    private static InteropPeer Join(string implementation, SocketNode node) => InteropPeer.Start(
        implementation, "gossip", "--listen", InteropPeer.FreePort(), "--bootstrap", node.Address.ToString(), "--publish", $"{Messages}",
        "--interval", "0.02", "--expect-authors", "2", "--delay", "4", "--linger", "0.5", "--seconds", "45");

    /// <summary>Publishes as the peers do, and checks that each heard all of both others, exactly once and rightly signed.</summary>
    private static async Task ExchangeAsync(SocketNode node, InteropPeer[] peers)
    {
        await Eventually.HoldsAsync(() => node.Gossip.MeshPeers(SocketNode.Topic).Count >= peers.Length, "the peers are in the mesh");
        await node.PublishAsync(Messages);
        foreach (InteropPeer peer in peers)
        {
            JsonElement result = await peer.WaitForAsync("result");
            Assert.True(result.GetProperty("ok").GetBoolean(), result.ToString());
            Assert.Equal((0, 0), (result.GetProperty("invalid_signatures").GetInt32(), result.GetProperty("duplicates").GetInt32()));
            PeerId id = PeerId.Parse(result.GetProperty("peer").GetString()!);
            Assert.Equal(Messages, node.Texts.Count(t => t.Author == id));
        }
    }
}
