using Orleans.QuantumMesh.Libp2p.PubSub.Wire;

namespace Orleans.QuantumMesh.Libp2p.PubSub.Routing;

/// <summary>What the router knows of one connected peer.</summary>
internal sealed class RouterPeer(PeerId id, GossipProtocol protocol)
{
    public PeerId Id { get; } = id;

    public GossipProtocol Protocol { get; set; } = protocol;

    public bool SpeaksGossip => Protocol > GossipProtocol.FloodSub;

    public HashSet<string> Topics { get; } = [];

    /// <summary>The topics announced since the peer last opened a stream.</summary>
    public HashSet<string> Announced { get; } = [];

    /// <summary>Ids that the peer has said IDONTWANT to, with the time until which that holds.</summary>
    public Dictionary<MessageId, long> DontWant { get; } = [];

    /// <summary>Topics whose GRAFT was answered with PRUNE since the last heartbeat: once is enough.</summary>
    public HashSet<string> Refused { get; } = [];

    /// <summary>Whether the peer has just subscribed or a message could not be queued for it: it is told of recent ones even if it is in the mesh.</summary>
    public bool Missed { get; set; }

    public int SubscriptionChanges { get; set; }

    public int IHaveRpcs { get; set; }

    public int IdsAsked { get; set; }

    public int IdsAnswered { get; set; }

    public int IdsUnwanted { get; set; }

    /// <summary>Starts the counts that are limited for each heartbeat anew.</summary>
    public void StartHeartbeat(long now)
    {
        SubscriptionChanges = IHaveRpcs = IdsAsked = IdsAnswered = IdsUnwanted = 0;
        Refused.Clear();
        foreach (MessageId id in DontWant.Where(d => d.Value <= now).Select(d => d.Key).ToArray())
        {
            DontWant.Remove(id);
        }
    }
}
