namespace Orleans.QuantumMesh.Gateway;

/// <summary>How the execution was spread.</summary>
public sealed record DistributedExecutionDocument
{
    public required string ExecutionMode { get; init; }

    public required int StageCount { get; init; }

    public required int BlockCount { get; init; }

    public required string? LastPeerId { get; init; }

    public required double? ValidationStatevectorFidelity { get; init; }

    public required IReadOnlyList<int>? MeasuredQubits { get; init; }

    public required int RemoteOperations { get; init; }

    /// <summary>Hand-overs of a qubit from one node to another.</summary>
    public required int Ebits { get; init; }
}
