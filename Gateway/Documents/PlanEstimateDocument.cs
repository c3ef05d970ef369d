namespace Orleans.QuantumMesh.Gateway;

/// <summary>What a dry run expects.</summary>
public sealed record PlanEstimateDocument
{
    public required int Fragments { get; init; }

    public required double ExpectedLatencyMs { get; init; }

    public required double ExpectedFidelity { get; init; }

    public required double? LowerBound { get; init; }

    public required IReadOnlyList<string> Assumptions { get; init; }
}
