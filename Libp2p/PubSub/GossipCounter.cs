namespace Orleans.QuantumMesh.Libp2p.PubSub;

/// <summary>What a GossipSub counts.</summary>
public enum GossipCounter
{
    /// <summary>Messages published by this host.</summary>
    Published,

    /// <summary>Messages that came in, whatever became of them.</summary>
    Received,

    /// <summary>Messages accepted, each once.</summary>
    Accepted,

    /// <summary>Copies of others' messages queued for a peer.</summary>
    Forwarded,

    /// <summary>Copies of messages already known.</summary>
    Duplicate,

    /// <summary>Messages of an author that are older than one forgotten already.</summary>
    Replayed,

    /// <summary>Messages of this host that came back.</summary>
    OwnReturned,

    /// <summary>Messages on a topic not subscribed to.</summary>
    UnknownTopic,

    /// <summary>Dropped: no author, or an author that is no peer id.</summary>
    MissingAuthor,

    /// <summary>Dropped: no sequence number of 8 bytes.</summary>
    MissingSequence,

    /// <summary>Dropped: no signature.</summary>
    Unsigned,

    /// <summary>Dropped: the attached key is not the author's, or the author's key is unknown.</summary>
    ForeignKey,

    /// <summary>Dropped: the signature does not verify.</summary>
    BadSignature,

    /// <summary>Dropped because the topic's validator rejected it.</summary>
    ValidatorRejected,

    /// <summary>Dropped because the topic's validator ignored it.</summary>
    ValidatorIgnored,

    /// <summary>Validators, handlers and event subscribers that threw.</summary>
    CallbackFailed,

    /// <summary>Accepted messages not handed over because the subscriber's queue was full.</summary>
    SubscriberQueueFull,

    /// <summary>RPCs that are no protobuf of the specification; each ends its stream.</summary>
    MalformedRpc,

    /// <summary>RPCs longer than the limit; each ends its stream.</summary>
    OversizedRpc,

    /// <summary>Messages and control entries not sent because the peer's queue was full.</summary>
    OutboundDropped,

    /// <summary>Subscriptions above the limits for one peer.</summary>
    SubscriptionIgnored,

    /// <summary>IHAVE announcements above the limits for one heartbeat.</summary>
    IHaveIgnored,

    /// <summary>Message ids asked of peers by IWANT.</summary>
    IWantSent,

    /// <summary>Copies not sent on IWANT: asked for too often or above the limits for one heartbeat.</summary>
    IWantIgnored,

    /// <summary>Messages announced to us and asked for that did not come within the follow-up time.</summary>
    PromiseBroken,

    /// <summary>GRAFTs answered with PRUNE.</summary>
    GraftRefused,

    /// <summary>Copies not sent because the peer said IDONTWANT.</summary>
    SparedByIDontWant,

    /// <summary>Outgoing streams that ended and were opened again.</summary>
    StreamReopened,

    /// <summary>Events and disconnections given up since their queue was full.</summary>
    NoticeDropped,

    /// <summary>Peers disconnected for sending garbage.</summary>
    PeerDisconnected,
}
