namespace Orleans.QuantumMesh.Libp2p.PubSub.Wire;

/// <summary>Where an item goes in an RPC; the values are the RPC's field numbers.</summary>
internal enum OutboundKind
{
    Subscription = 1,
    Message = 2,
    Control = 3,
}
