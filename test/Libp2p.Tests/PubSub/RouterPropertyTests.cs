using CsCheck;

using Orleans.QuantumMesh.Libp2p.PubSub;
using Orleans.QuantumMesh.Libp2p.PubSub.Routing;

namespace Orleans.QuantumMesh.Libp2p.Tests.PubSub;

public sealed class RouterPropertyTests
{
    private const string Topic = "t";

    [Fact]
    public void EveryMessageReachesEverySubscriberExactlyOnceInConnectedGraphs() =>
        Gen.Select(Gen.Int[2, 24], Gen.Int[0, 40], Gen.Int, Gen.Bool).Sample(
            (size, extra, seed, flood) =>
            {
                RouterNetwork network = Build(size, extra, seed, new GossipSubOptions { FloodPublish = flood });
                network.Run(3);
                PublishFromAll(network);
                network.Run(6);
                AssertAllDeliveredOnce(network);
            },
            iter: 60,
            threads: 1);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public void WhatQueuesDropIsRecoveredByGossip(int seed)
    {
        RouterNetwork network = Build(12, 10, seed, new GossipSubOptions { HistoryGossip = 10, HistoryLength = 12 });
        network.Run(3);
        network.Loss = 0.3;
        PublishFromAll(network);
        network.Run(14);
        AssertAllDeliveredOnce(network);
        Assert.Contains(network.Nodes, n => n.Counters[GossipCounter.IWantSent] > 0);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public void MessagesGetThroughWhileLinksComeAndGo(int seed)
    {
        RouterNetwork network = Build(12, 12, seed, new GossipSubOptions { HistoryGossip = 10, HistoryLength = 12 });
        network.Run(3);
        for (int round = 0; round < 10; round++)
        {
            network.Nodes[round].Publish(Topic, $"{round}");
            network.Run(0.02);
            for (int change = 0; change < 4; change++)
            {
                // The ring of the first links stays, so that the graph is connected.
                RouterNode a = network.Nodes[network.Random.Next(12)];
                RouterNode b = network.Nodes[network.Random.Next(12)];
                int apart = Math.Abs(network.Nodes.IndexOf(a) - network.Nodes.IndexOf(b));
                if (apart is 0 or 1 or 11)
                {
                    continue;
                }

                if (network.Linked(a, b))
                {
                    network.Unlink(a, b);
                }
                else
                {
                    network.Link(a, b);
                }
            }

            network.Run(0.5);
        }

        network.Run(12);
        foreach (RouterNode node in network.Nodes)
        {
            int own = network.Nodes.IndexOf(node);
            Assert.Equal(Enumerable.Range(0, 10).Where(r => r != own).Select(r => $"{r}").Order(), node.Delivered.Keys.Order());
            Assert.All(node.Delivered.Values, count => Assert.Equal(1, count));
        }
    }

    [Fact]
    public void MeshesSettleWithinTheirDegreesAndAreSymmetric() =>
        Gen.Int.Sample(
            seed =>
            {
                RouterNetwork network = new(seed, new GossipSubOptions());
                for (int i = 0; i < 25; i++)
                {
                    network.Add().Router.Join(Topic, 0);
                }

                for (int i = 0; i < 25; i++)
                {
                    for (int j = 0; j < i; j++)
                    {
                        network.Link(network.Nodes[i], network.Nodes[j]);
                    }
                }

                network.Run(10);
                foreach (RouterNode node in network.Nodes)
                {
                    PeerId[] mesh = node.Router.Mesh(Topic);
                    Assert.InRange(mesh.Length, 5, 12);
                    Assert.All(mesh, peer => Assert.Contains(node.Id, network.Of(peer).Router.Mesh(Topic)));
                }
            },
            iter: 5,
            threads: 1);

    [Fact]
    public void TheSameSeedGivesTheSameRun()
    {
        static string Run()
        {
            RouterNetwork network = Build(15, 20, 7, new GossipSubOptions());
            network.Run(3);
            network.Loss = 0.2;
            PublishFromAll(network);
            network.Run(5);
            return string.Join("\n", network.Nodes.Select(n => string.Join(" ", n.Router.Mesh(Topic)) + string.Join(" ", n.Counters.Snapshot())));
        }

        Assert.Equal(Run(), Run());
    }

    [Fact]
    public void FloodSubPeersGetEverything()
    {
        RouterNetwork network = new(3, new GossipSubOptions());
        for (int i = 0; i < 6; i++)
        {
            network.Add().Router.Join(Topic, 0);
            if (i > 0)
            {
                network.Link(network.Nodes[i - 1], network.Nodes[i], GossipProtocol.FloodSub);
            }
        }

        network.Run(2);
        PublishFromAll(network);
        network.Run(2);
        AssertAllDeliveredOnce(network);
        Assert.All(network.Nodes, n => Assert.Empty(n.Router.Mesh(Topic)));
    }

    private static RouterNetwork Build(int size, int extra, int seed, GossipSubOptions options)
    {
        RouterNetwork network = new(seed, options);
        for (int i = 0; i < size; i++)
        {
            network.Add().Router.Join(Topic, 0);
        }

        for (int i = 1; i < size; i++)
        {
            network.Link(network.Nodes[i - 1], network.Nodes[i]);
        }

        for (int i = 0; i < extra; i++)
        {
            RouterNode a = network.Nodes[network.Random.Next(size)];
            RouterNode b = network.Nodes[network.Random.Next(size)];
            if (a != b && !network.Linked(a, b))
            {
                network.Link(a, b);
            }
        }

        return network;
    }

    private static void PublishFromAll(RouterNetwork network)
    {
        for (int i = 0; i < network.Nodes.Count; i++)
        {
            network.Nodes[i].Publish(Topic, $"{i}");
            network.Run(0.01);
        }
    }

    private static void AssertAllDeliveredOnce(RouterNetwork network)
    {
        for (int i = 0; i < network.Nodes.Count; i++)
        {
            Assert.Equal(Enumerable.Range(0, network.Nodes.Count).Where(k => k != i).Select(k => $"{k}").Order(), network.Nodes[i].Delivered.Keys.Order());
            Assert.All(network.Nodes[i].Delivered.Values, count => Assert.Equal(1, count));
        }
    }
}
