using System.ComponentModel.DataAnnotations;

namespace Orleans.QuantumMesh.Gateway;

/// <summary>What a node did.</summary>
public sealed record FragmentResultDocument
{
    /// <summary>The plan's fragment (<c>frag-0007</c>), a turn of one in a loop (<c>frag-0007.3</c>), or where its answer was larger than a frame a part of either (<c>frag-0007.ab</c>): what stands before the first dot is the plan's.</summary>
    public required string FragmentId { get; init; }

    public required string NodeId { get; init; }

    [AllowedValues("SUCCESS", "TIMEOUT", "NODE_DROP", "REJECTED", "QUALITY_DEGRADED", "FAILED")]
    public required string Status { get; init; }

    public required int Attempts { get; init; }

    public required DateTimeOffset? StartedAt { get; init; }

    public required DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Of the fragment as a whole.</summary>
    public required double? ObservedFidelity { get; init; }

    /// <summary>Geometric mean over its gates and hand-overs.</summary>
    public required double? OperationFidelity { get; init; }

    public required string? Error { get; init; }

    public required string? ReservationId { get; init; }

    public required string? ExecutionId { get; init; }

    public required string? ExecutionBlockId { get; init; }

    public required IReadOnlyList<string> BlockFragmentIds { get; init; }

    public required int StageIndex { get; init; }

    public required IReadOnlyList<string> StateHandoffFromNodeIds { get; init; }

    public required long StateTransferBytes { get; init; }

    public required int GateCount { get; init; }

    public required int CircuitDepth { get; init; }

    public required IReadOnlyList<int> ComponentQubits { get; init; }

    public required string ServiceType { get; init; }

    public required double? QueueMs { get; init; }

    public required double? ExecuteMs { get; init; }

    public required double? RoundTripMs { get; init; }

    public required IReadOnlyList<AttemptDocument> Tried { get; init; }
}
