namespace Orleans.QuantumMesh.Gateway;

/// <summary>A part of the program that one node executes in one go.</summary>
public sealed record PlanFragmentDocument
{
    public required string FragmentId { get; init; }

    public required string ServiceType { get; init; }

    public required IReadOnlyList<int> Qubits { get; init; }

    public required IReadOnlyList<string> OperationIds { get; init; }

    public required IReadOnlyList<string> Dependencies { get; init; }

    /// <summary>The innermost loop whose body it belongs to.</summary>
    public required string? LoopId { get; init; }

    public required int Depth { get; init; }

    public required int StageIndex { get; init; }
}
