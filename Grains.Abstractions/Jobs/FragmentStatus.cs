namespace Orleans.QuantumMesh.Grains.Abstractions;

/// <summary>How a fragment, or an attempt at one, ended.</summary>
public enum FragmentStatus
{
    Success,

    /// <summary>No answer within the time.</summary>
    Timeout,

    /// <summary>The connection to the node ended.</summary>
    NodeDrop,

    /// <summary>The node refused.</summary>
    Rejected,

    /// <summary>The answer's operation fidelity is below the threshold; it is not used.</summary>
    QualityDegraded,

    /// <summary>The node failed, or its answer is not what it should be.</summary>
    Failed,
}
