namespace Orleans.QuantumMesh.Gateway;

/// <summary>One fragment's work on one node.</summary>
public sealed record PlanBlockDocument
{
    public required string BlockId { get; init; }

    public required int StageIndex { get; init; }

    public required IReadOnlyList<string> FragmentIds { get; init; }

    public required IReadOnlyList<string> ServiceTypes { get; init; }

    public required IReadOnlyList<int> ActiveQubits { get; init; }

    public required IReadOnlyList<int> StateQubits { get; init; }

    public required IReadOnlyList<IReadOnlyList<int>> InputComponentQubits { get; init; }

    public required IReadOnlyList<string> Dependencies { get; init; }

    public required string PrimaryNodeId { get; init; }

    public required IReadOnlyList<string> FallbackNodeIds { get; init; }

    public required IReadOnlyList<CandidateDocument> Candidates { get; init; }
}
