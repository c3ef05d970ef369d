namespace Orleans.QuantumMesh.Core.Planning;

/// <summary>How operations are grouped into fragments.</summary>
public enum Fragmentation
{
    /// <summary>Convex groups of operations of one service type.</summary>
    Grouped,

    /// <summary>One service operation a fragment.</summary>
    PerOperation,
}
