using System.Collections.Immutable;

namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>What a node reports of one fragment: the content of its signed answer (mesh protocol, "A fragment").</summary>
public sealed record NodeAnswer
{
    public required string ExecutionId { get; init; }

    /// <summary><c>ok</c>, <c>rejected</c> or <c>failed</c>.</summary>
    public required string Status { get; init; }

    public string? Reason { get; init; }

    public string? Error { get; init; }

    /// <summary>Product of the process fidelities of the fragment's gates and hand-overs.</summary>
    public double? ObservedFidelity { get; init; }

    /// <summary>Geometric mean of the average gate fidelities.</summary>
    public double? OperationFidelity { get; init; }

    public ImmutableArray<NodeError> Errors { get; init; } = [];

    public ImmutableArray<NodeDamping> Damping { get; init; } = [];

    public ImmutableArray<NodeChannel> Channel { get; init; } = [];

    public ImmutableArray<NodeMeasurement> Measurements { get; init; } = [];

    public double QueueMs { get; init; }

    public double ExecuteMs { get; init; }
}
