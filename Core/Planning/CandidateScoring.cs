using System.Collections.Immutable;

namespace Orleans.QuantumMesh.Core.Planning;

/// <summary>
/// All that the scores of a plan's candidates follow from, once a plan: with the fragments' qubits, stages and primary nodes each score can be worked out again.
/// The columns of nodes are of equal length, in order of id.
/// </summary>
public sealed record CandidateScoring
{
    public required double EntanglementWeight { get; init; }

    public required double LoadWeight { get; init; }

    /// <summary>How many fallback nodes a fragment gets at most.</summary>
    public required int FallbackCount { get; init; }

    public required ImmutableArray<string> NodeIds { get; init; }

    /// <summary>The entanglement cost of one qubit's hand-over to the node.</summary>
    public required ImmutableArray<double> HandoffCosts { get; init; }

    /// <summary>Slots that were taken before the plan.</summary>
    public required ImmutableArray<int> SlotsTaken { get; init; }

    /// <summary>How many fragments the node executes at once, at least 1.</summary>
    public required ImmutableArray<int> Capacities { get; init; }

    /// <summary>The candidates by need; a fragment's is <see cref="FragmentAssignment.CandidateGroup"/>.</summary>
    public required ImmutableArray<CandidateGroup> Groups { get; init; }
}
