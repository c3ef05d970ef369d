namespace Orleans.QuantumMesh.Storage;

/// <summary>What telemetry has to listen to.</summary>
public static class StorageMeter
{
    /// <summary>The meter's name.</summary>
    public const string Name = "Orleans.QuantumMesh.Storage";
}
