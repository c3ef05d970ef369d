namespace Orleans.QuantumMesh.Libp2p.PubSub;

/// <summary>Parameters of GossipSub; the defaults are the specification's, or bounds that an honest peer does not meet.</summary>
public sealed record GossipSubOptions
{
    /// <summary>D: the number of mesh peers a topic aims at.</summary>
    public int MeshDegree { get; init; } = 6;

    /// <summary>D_low: below it, peers are grafted.</summary>
    public int MeshDegreeLow { get; init; } = 5;

    /// <summary>D_high: above it, peers are pruned and GRAFTs refused.</summary>
    public int MeshDegreeHigh { get; init; } = 12;

    /// <summary>D_lazy: the least number of peers outside the mesh that hear of message ids each heartbeat.</summary>
    public int GossipDegree { get; init; } = 6;

    /// <summary>The least share of the peers outside the mesh that hear of message ids each heartbeat.</summary>
    public double GossipFactor { get; init; } = 0.25;

    /// <summary>Time between heartbeats.</summary>
    public TimeSpan HeartbeatInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Time before the first heartbeat.</summary>
    public TimeSpan FirstHeartbeat { get; init; } = TimeSpan.FromSeconds(0.1);

    /// <summary>How long a pruned peer is not grafted again.</summary>
    public TimeSpan PruneBackoff { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The same after this host unsubscribed from the topic.</summary>
    public TimeSpan UnsubscribeBackoff { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The longest backoff that a peer can ask for.</summary>
    public TimeSpan LongestBackoff { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long the peers chosen for a topic that is published to but not subscribed to are kept.</summary>
    public TimeSpan FanoutTime { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long message ids are remembered.</summary>
    public TimeSpan SeenTime { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>The most message ids remembered; beyond it the oldest go first.</summary>
    public int SeenLimit { get; init; } = 131_072;

    /// <summary>The most authors whose newest forgotten sequence number is remembered against replays.</summary>
    public int ReplayAuthorLimit { get; init; } = 8_192;

    /// <summary>Heartbeats for which messages can be asked for by IWANT.</summary>
    public int HistoryLength { get; init; } = 5;

    /// <summary>Heartbeats for which message ids are announced by IHAVE.</summary>
    public int HistoryGossip { get; init; } = 3;

    /// <summary>The most bytes of messages kept for IWANT; beyond it the oldest go first.</summary>
    public int HistoryBytes { get; init; } = 32 << 20;

    /// <summary>Whether own messages go to all subscribed peers rather than to the mesh.</summary>
    public bool FloodPublish { get; init; } = true;

    /// <summary>The longest RPC taken or sent, in bytes.</summary>
    public int RpcLimit { get; init; } = 1 << 20;

    /// <summary>The size up to which queued messages are put into one RPC; rust-libp2p takes 64 KiB by default.</summary>
    public int RpcTarget { get; init; } = 60 << 10;

    /// <summary>The most bytes of control in one RPC; rust-libp2p takes 16 KiB by default.</summary>
    public int ControlLimit { get; init; } = 12 << 10;

    /// <summary>RPCs with IHAVE taken from one peer each heartbeat.</summary>
    public int IHaveRpcLimit { get; init; } = 10;

    /// <summary>Message ids announced, asked for, or answered to one peer each heartbeat.</summary>
    public int IHaveIdLimit { get; init; } = 5_000;

    /// <summary>Copies of one message that one peer gets by IWANT.</summary>
    public int IWantCopies { get; init; } = 3;

    /// <summary>How long a peer has to send what it announced and was asked for.</summary>
    public TimeSpan IWantFollowUp { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>The data size from which mesh peers are told by IDONTWANT that a message is here already.</summary>
    public int IDontWantThreshold { get; init; } = 1_024;

    /// <summary>Topics remembered of one peer, and changes of subscription taken from it each heartbeat.</summary>
    public int PeerTopicLimit { get; init; } = 256;

    /// <summary>Entries queued for one peer; beyond it new ones are dropped.</summary>
    public int OutboundQueueLength { get; init; } = 1_024;

    /// <summary>Bytes queued for one peer; beyond it new messages are dropped.</summary>
    public int OutboundQueueBytes { get; init; } = 4 << 20;

    /// <summary>How long a peer may take to take one RPC before its stream is reset.</summary>
    public TimeSpan WriteTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Accepted messages that wait for a subscriber's handler; beyond it new ones are dropped.</summary>
    public int SubscriberQueueLength { get; init; } = 4_096;

    /// <summary>Bytes that wait for a subscriber's handler; beyond it new messages are dropped.</summary>
    public int SubscriberQueueBytes { get; init; } = 32 << 20;

    /// <summary>Messages (or RPCs, or 4 KiB of them) read from one peer each second; a faster one is read more slowly, and nothing is dropped.</summary>
    public int MessagesPerSecond { get; init; } = 5_000;

    /// <summary>Penalty at which a peer is disconnected: 1 for a bad signature, 12 for a broken RPC; halved every minute.</summary>
    public double PenaltyLimit { get; init; } = 30;

    /// <summary>Seed for the choice of peers; random when not set.</summary>
    public int? Seed { get; init; }

    internal void Validate()
    {
        Require(MeshDegreeLow >= 0 && MeshDegreeLow <= MeshDegree && MeshDegree <= MeshDegreeHigh,
            $"MeshDegreeLow {MeshDegreeLow} <= MeshDegree {MeshDegree} <= MeshDegreeHigh {MeshDegreeHigh} must hold");
        Require(HistoryGossip > 0 && HistoryGossip <= HistoryLength, $"HistoryGossip {HistoryGossip} must be 1 to HistoryLength {HistoryLength}");
        Require(HeartbeatInterval > TimeSpan.Zero, $"HeartbeatInterval {HeartbeatInterval} must be positive");
        Require(GossipFactor is >= 0 and <= 1, $"GossipFactor {GossipFactor} must be 0 to 1");
        Require(RpcTarget > 0 && RpcTarget <= RpcLimit, $"RpcTarget {RpcTarget} must be 1 to RpcLimit {RpcLimit}");
        Require(ControlLimit >= 1_024 && ControlLimit <= RpcTarget, $"ControlLimit {ControlLimit} must be 1024 to RpcTarget {RpcTarget}");
        Require(SeenLimit > 0 && OutboundQueueLength > 0 && SubscriberQueueLength > 0 && MessagesPerSecond > 0, "SeenLimit, queue lengths and MessagesPerSecond must be positive");
    }

    private static void Require(bool condition, string message)
    {
        if (!condition)
        {
            throw new ArgumentException("GossipSub options: " + message + ".");
        }
    }
}
