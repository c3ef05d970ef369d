namespace Orleans.QuantumMesh.Grains;

/// <summary>Looks for unfinished jobs without progress; one in the cluster, key 0.</summary>
[Alias("qmesh.sweep")]
internal interface ISweepGrain : IGrainWithIntegerKey
{
    /// <summary>Sweeps if a period has passed since the last sweep began, or none was made yet.</summary>
    [Alias("ping")]
    Task Ping();
}
