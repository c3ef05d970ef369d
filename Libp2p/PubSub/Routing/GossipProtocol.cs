namespace Orleans.QuantumMesh.Libp2p.PubSub.Routing;

/// <summary>The version of the protocol that a peer speaks, in rising order.</summary>
internal enum GossipProtocol
{
    FloodSub,
    V10,
    V11,
    V12,
}
