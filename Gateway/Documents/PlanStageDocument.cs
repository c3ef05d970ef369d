namespace Orleans.QuantumMesh.Gateway;

/// <summary>The fragments of one depth.</summary>
public sealed record PlanStageDocument
{
    public required string StageId { get; init; }

    public required int StageIndex { get; init; }

    public required IReadOnlyList<string> BlockIds { get; init; }

    public required IReadOnlyList<string> FragmentIds { get; init; }
}
