namespace Orleans.QuantumMesh.Grains.Abstractions;

/// <summary>Names of the Orleans streams.</summary>
public static class MeshStreams
{
    /// <summary>The stream provider.</summary>
    public const string Provider = "job-updates";

    /// <summary>The namespace of the jobs' streams; the key is the job id, the item <see cref="JobUpdate"/>.</summary>
    public const string JobUpdates = "job-updates";
}
