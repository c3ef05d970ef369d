using System.Collections.Immutable;

namespace Orleans.QuantumMesh.Core.Planning;

/// <summary>One fragment's work on one node, with the qubits whose joint state it touches.</summary>
public sealed record PlanBlock
{
    /// <summary>Such as <c>block-s01-b01</c>.</summary>
    public required string BlockId { get; init; }

    public required int StageIndex { get; init; }

    public required ImmutableArray<string> FragmentIds { get; init; }

    public required ImmutableArray<string> ServiceTypes { get; init; }

    /// <summary>The qubits that it acts on.</summary>
    public required ImmutableArray<int> ActiveQubits { get; init; }

    /// <summary>All qubits that may be entangled with those once it is done.</summary>
    public required ImmutableArray<int> StateQubits { get; init; }

    /// <summary>The groups of possibly entangled qubits that it joins.</summary>
    public required ImmutableArray<ImmutableArray<int>> InputComponentQubits { get; init; }

    /// <summary>The blocks that it waits for.</summary>
    public required ImmutableArray<string> Dependencies { get; init; }

    public required string PrimaryNodeId { get; init; }

    public required ImmutableArray<string> FallbackNodeIds { get; init; }

    /// <summary>Those of its fragment.</summary>
    public IReadOnlyList<CandidateScore> Candidates { get; init; } = [];
}
