using Orleans.Concurrency;
using Orleans.QuantumMesh.Grains.Abstractions;

namespace Orleans.QuantumMesh.Grains;

/// <summary>The registry's inner face: what node grains and silos tell it, and what silos read.</summary>
[Alias("qmesh.registry-feed")]
internal interface IRegistryFeed : IGrainWithStringKey
{
    /// <summary>A verified advertisement that the node's grain has taken.</summary>
    [Alias("advertised")]
    Task Advertised(NodeAdvertisement advertisement, DateTimeOffset firstSeenAt);

    /// <summary>A peer in the shape of <c>GET /discovery/peers/{peer_id}</c>, or <see langword="null"/> where it is not listed.</summary>
    [Alias("peer")]
    Task<JsonDocumentText?> Peer(string peerId, DateTimeOffset? firstSeenAt, long peerLogPosition);

    /// <summary>What fragments of a silo saw of nodes.</summary>
    [OneWay]
    [Alias("observed")]
    Task Observed(IReadOnlyList<NodeObservation> observations);

    /// <summary>The snapshot, as soon as it is another than the one known; <see langword="null"/> when the patience is over.</summary>
    [Alias("snapshot")]
    [AlwaysInterleave]
    Task<RegistrySnapshot?> Snapshot(Guid epoch, long version, TimeSpan patience);
}
