namespace Orleans.QuantumMesh.Libp2p.Tests.PubSub;

/// <summary>GossipSub between hosts of our own over sockets.</summary>
public sealed class GossipSocketTests
{
    [Fact]
    public async Task EveryHostOfALineHearsEveryMessageOnce()
    {
        await using SocketNode a = await SocketNode.StartAsync(), b = await SocketNode.StartAsync(), c = await SocketNode.StartAsync(), d = await SocketNode.StartAsync();
        SocketNode[] nodes = [a, b, c, d];
        for (int i = 1; i < nodes.Length; i++)
        {
            await nodes[i].ConnectAsync(nodes[i - 1]);
        }

        await Eventually.HoldsAsync(() => nodes.Sum(n => n.Gossip.MeshPeers(SocketNode.Topic).Count) == 6, "the meshes are there");
        await Task.WhenAll(nodes.Select(n => n.PublishAsync(50, n.Id.Text)));
        await Eventually.HoldsAsync(() => nodes.All(n => n.Received.Count >= 150), "all have all");
        foreach (SocketNode node in nodes)
        {
            Assert.Equal(
                nodes.Where(n => n != node).SelectMany(n => Enumerable.Range(0, 50).Select(i => (n.Id, $"{n.Id} {i}"))).Order(),
                node.Texts.Order());
        }
    }

    [Fact]
    public async Task AfterAReconnectionMessagesFlowAgain()
    {
        await using SocketNode a = await SocketNode.StartAsync(), b = await SocketNode.StartAsync();
        for (int round = 0; round < 3; round++)
        {
            await a.ConnectAsync(b);
            await Eventually.HoldsAsync(() => a.Gossip.Subscribers(SocketNode.Topic).Contains(b.Id) && b.Gossip.Subscribers(SocketNode.Topic).Contains(a.Id), "both know of each other");
            await a.PublishAsync(1, $"a{round}");
            await b.PublishAsync(1, $"b{round}");
            int count = round + 1;
            await Eventually.HoldsAsync(() => a.Received.Count == count && b.Received.Count == count, $"round {round} is heard");
            a.Host.Disconnect(b.Id);
            await Eventually.HoldsAsync(() => a.Gossip.Subscribers(SocketNode.Topic).Count + b.Gossip.Subscribers(SocketNode.Topic).Count == 0, "both have forgotten each other");
        }
    }

    [Fact]
    public async Task AMegabyteGoesThroughARelay()
    {
        await using SocketNode a = await SocketNode.StartAsync(), b = await SocketNode.StartAsync(), c = await SocketNode.StartAsync();
        await a.ConnectAsync(b);
        await c.ConnectAsync(b);
        await Eventually.HoldsAsync(() => b.Gossip.MeshPeers(SocketNode.Topic).Count == 2, "the relay has both in its mesh");
        byte[] data = new byte[1_000_000];
        new Random(1).NextBytes(data);
        await a.Gossip.PublishAsync(SocketNode.Topic, data);
        await Eventually.HoldsAsync(() => c.Received.Count == 1, "the far end has it");
        Assert.True(c.Received.Single().Data.Span.SequenceEqual(data));
    }
}
