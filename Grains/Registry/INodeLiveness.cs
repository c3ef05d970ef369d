using Orleans.Concurrency;

namespace Orleans.QuantumMesh.Grains;

/// <summary>What the registry tells a node's grain: changes of liveness only, never every heartbeat.</summary>
[Alias("qmesh.node-liveness")]
internal interface INodeLiveness : IGrainWithStringKey
{
    /// <summary>The node was heard after it had not been live.</summary>
    [OneWay]
    [Alias("heard")]
    Task Heard();

    /// <summary>The node has become stale.</summary>
    [OneWay]
    [Alias("missed")]
    Task Missed();

    /// <summary>The node was stale for too long and is no longer listed.</summary>
    [OneWay]
    [Alias("forgotten")]
    Task Forgotten();
}
