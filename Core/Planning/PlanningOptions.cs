namespace Orleans.QuantumMesh.Core.Planning;

/// <summary>What a plan is made with besides program and snapshot.</summary>
public sealed record PlanningOptions
{
    public ExecutionMode Mode { get; init; } = ExecutionMode.Distributed;

    public Fragmentation Fragmentation { get; init; } = Fragmentation.Grouped;

    /// <summary>Services advertised below this average gate fidelity are not used.</summary>
    public double MinFidelity { get; init; } = 0.8;

    public double LatencyWeight { get; init; } = 0.25;

    public double FailureRiskWeight { get; init; } = 0.50;

    public double EntanglementWeight { get; init; } = 0.15;

    public double LoadWeight { get; init; } = 0.10;

    /// <summary>How many fallback nodes a fragment gets at most.</summary>
    public int FallbackCount { get; init; } = 2;

    /// <summary>The most operations that one fragment may have (mesh protocol).</summary>
    public int MaximumFragmentOperations { get; init; } = 4096;
}
