namespace Orleans.QuantumMesh.Core.Planning;

/// <summary>How a program is spread over nodes.</summary>
public enum ExecutionMode
{
    /// <summary>Fragments on the nodes that suit each best.</summary>
    Distributed,

    /// <summary>The whole program as one fragment on one node; the baseline to compare with.</summary>
    Centralized,
}
