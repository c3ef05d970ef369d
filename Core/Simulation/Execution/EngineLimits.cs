namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>What a job may cost the engine.</summary>
public sealed record EngineLimits
{
    /// <summary>The most memory that states may take at a time, in bytes.</summary>
    public long MaximumBytes { get; init; } = 4L << 30;

    /// <summary>The most seconds that the ideal run may be estimated to take.</summary>
    public double MaximumSeconds { get; init; } = 120;

    /// <summary>The most seconds that all trajectories may be estimated to take; beyond, there are fewer of them.</summary>
    public double MaximumNoiseSeconds { get; init; } = 60;
}
