using Orleans.QuantumMesh.Libp2p.PubSub.Routing;
using Orleans.QuantumMesh.Libp2p.PubSub.Wire;

namespace Orleans.QuantumMesh.Libp2p.PubSub.Peers;

/// <summary>Hears of a link's outgoing stream.</summary>
internal interface IPeerLinkOwner
{
    /// <summary>The stream is open; gives what it is to begin with.</summary>
    List<OutboundItem> OutboundOpened(PeerLink link, GossipProtocol protocol);

    /// <summary>The stream has ended or could not be opened; it will be tried again.</summary>
    void OutboundLost(PeerLink link);
}
