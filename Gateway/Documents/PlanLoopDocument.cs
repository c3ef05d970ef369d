namespace Orleans.QuantumMesh.Gateway;

/// <summary>A run-time loop, whose fragments run turn by turn.</summary>
public sealed record PlanLoopDocument
{
    public required string LoopId { get; init; }

    public required string? ParentLoopId { get; init; }

    public required IReadOnlyList<string> FragmentIds { get; init; }

    public required IReadOnlyList<string> Dependencies { get; init; }

    public required int MaximumTurns { get; init; }
}
