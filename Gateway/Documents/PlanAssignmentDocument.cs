namespace Orleans.QuantumMesh.Gateway;

/// <summary>Where a fragment goes.</summary>
public sealed record PlanAssignmentDocument
{
    public required string FragmentId { get; init; }

    public required string PrimaryNodeId { get; init; }

    public required IReadOnlyList<string> FallbackNodeIds { get; init; }

    public required string BlockId { get; init; }

    public required int StageIndex { get; init; }

    public required IReadOnlyList<CandidateDocument> Candidates { get; init; }

    public required IReadOnlyList<RefusedDocument> Refused { get; init; }
}
