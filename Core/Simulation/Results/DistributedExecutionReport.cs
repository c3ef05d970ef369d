namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>How the plan was spread over the mesh.</summary>
public sealed record DistributedExecutionReport
{
    public required string ExecutionMode { get; init; }

    public required int StageCount { get; init; }

    public required int BlockCount { get; init; }

    /// <summary>The node that executed the last fragment in plan order.</summary>
    public required string? LastPeerId { get; init; }

    /// <summary>|⟨ψ|φ⟩|² of the state folded from the fragments without their errors with the program's ideal state.</summary>
    public required double? ValidationStatevectorFidelity { get; init; }

    public required IReadOnlyList<int>? MeasuredQubits { get; init; }

    /// <summary>How many fragments ran on nodes.</summary>
    public required int RemoteOperations { get; init; }

    /// <summary>Hand-overs of a qubit from one node to another.</summary>
    public required int Ebits { get; init; }
}
