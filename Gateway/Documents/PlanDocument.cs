namespace Orleans.QuantumMesh.Gateway;

/// <summary>A program laid out over nodes.</summary>
public sealed record PlanDocument
{
    /// <summary>Null in a dry run.</summary>
    public required string? PlanId { get; init; }

    public required int Revision { get; init; }

    /// <summary>distributed or centralized.</summary>
    public required string Mode { get; init; }

    public required string ContentHash { get; init; }

    public required IReadOnlyList<string> FragmentOrder { get; init; }

    public required IReadOnlyDictionary<string, PlanFragmentDocument> Fragments { get; init; }

    public required IReadOnlyDictionary<string, PlanAssignmentDocument> Assignments { get; init; }

    public required IReadOnlyList<PlanStageDocument> Stages { get; init; }

    public required IReadOnlyDictionary<string, PlanBlockDocument> Blocks { get; init; }

    public required IReadOnlyList<PlanLoopDocument> Loops { get; init; }

    public required int Ebits { get; init; }

    public required string QualitySnapshotId { get; init; }

    /// <summary>In a dry run.</summary>
    public PlanEstimateDocument? Estimate { get; init; }
}
