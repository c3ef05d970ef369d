namespace Orleans.QuantumMesh.Grains;

/// <summary>Names of the grain storage providers that the silo brings.</summary>
public static class GrainStorageNames
{
    /// <summary>The state of the grains.</summary>
    public const string Grains = "grains";
}
