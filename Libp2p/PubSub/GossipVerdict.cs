namespace Orleans.QuantumMesh.Libp2p.PubSub;

/// <summary>What a topic's validator says of a message whose signature has already been verified.</summary>
public enum GossipVerdict
{
    /// <summary>Right: handed to the subscriber and passed on.</summary>
    Accept,

    /// <summary>Wrong: dropped, counted, and held against the peer that delivered it when that peer wrote it.</summary>
    Reject,

    /// <summary>Not for us (stale, repeated): dropped and counted, held against nobody.</summary>
    Ignore,
}
