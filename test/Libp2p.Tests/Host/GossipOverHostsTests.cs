using System.Collections.Concurrent;
using System.Text;

using Orleans.QuantumMesh.Libp2p.PubSub;
using Orleans.QuantumMesh.Libp2p.Tests.PubSub;

namespace Orleans.QuantumMesh.Libp2p.Tests;

public sealed class GossipOverHostsTests
{
    private const string Topic = "topic";

    [Fact]
    public async Task Gossip_goes_on_after_the_connection_was_lost_and_made_again()
    {
        using PeerIdentity aliceKey = PeerIdentity.Generate();
        using PeerIdentity bobKey = PeerIdentity.Generate();
        Libp2pOptions options = new() { Listen = [Multiaddr.Parse("/ip4/127.0.0.1/tcp/0")] };
        await using Libp2pHost alice = new(aliceKey, options);
        await using Libp2pHost bob = new(bobKey, options);
        await using GossipSub aliceGossip = new(alice, aliceKey);
        await using GossipSub bobGossip = new(bob, bobKey);
        ConcurrentQueue<string> heard = new();
        using GossipSubscription subscription = bobGossip.Subscribe(Topic, _ => GossipVerdict.Accept, m =>
        {
            heard.Enqueue(Encoding.UTF8.GetString(m.Data.Span));
            return default;
        });
        await alice.StartAsync(TestHosts.Token);
        await bob.StartAsync(TestHosts.Token);

        for (int round = 0; round < 5; round++)
        {
            await alice.ConnectAsync(bob.ListenAddresses[0], TestHosts.Token);
            await Eventually.HoldsAsync(() => aliceGossip.Subscribers(Topic).Contains(bob.LocalPeer), "alice knows of the subscription");
            string text = $"message {round}";
            await aliceGossip.PublishAsync(Topic, Encoding.UTF8.GetBytes(text));
            await Eventually.HoldsAsync(() => heard.Contains(text), $"{text} is heard");
            alice.Disconnect(bob.LocalPeer);
            await Eventually.HoldsAsync(() => !aliceGossip.Subscribers(Topic).Contains(bob.LocalPeer), "alice has noticed");
        }

        Assert.Equal(5, heard.Count);
    }
}
