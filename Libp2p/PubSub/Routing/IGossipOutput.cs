using Orleans.QuantumMesh.Libp2p.PubSub.Wire;

namespace Orleans.QuantumMesh.Libp2p.PubSub.Routing;

/// <summary>What the router does to the world; calls must neither block nor call back.</summary>
internal interface IGossipOutput
{
    /// <summary>Queues an item for a peer; false when it was dropped.</summary>
    bool Send(PeerId peer, OutboundItem item);

    /// <summary>A peer subscribed to a topic or left it.</summary>
    void SubscriptionChanged(PeerId peer, string topic, bool subscribed);

    /// <summary>A peer has sent too much garbage.</summary>
    void Disconnect(PeerId peer);
}
