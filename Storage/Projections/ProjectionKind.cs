namespace Orleans.QuantumMesh.Storage;

/// <summary>The collections of documents that can be rebuilt.</summary>
public enum ProjectionKind
{
    /// <summary>What each peer offers; what the registry is restored from.</summary>
    PeerCapabilities,

    /// <summary>The mesh as seen from here.</summary>
    TopologyProjections,

    /// <summary>Benchmarks and what they measured.</summary>
    BenchmarkResults,

    /// <summary>Where a result came from.</summary>
    ProvenanceBundles,
}
