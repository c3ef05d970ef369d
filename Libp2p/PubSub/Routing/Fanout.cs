namespace Orleans.QuantumMesh.Libp2p.PubSub.Routing;

/// <summary>The peers that get what this host publishes to a topic without being subscribed to it.</summary>
internal sealed class Fanout
{
    public HashSet<PeerId> Peers { get; } = [];

    public long LastPublished { get; set; }
}
