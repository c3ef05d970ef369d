using System.Collections.Immutable;

namespace Orleans.QuantumMesh.Core.Planning;

/// <summary>A program laid out over nodes: immutable, and equal byte for byte for equal program, snapshot and options but for <see cref="PlanId"/>.</summary>
public sealed record ExecutionPlan
{
    /// <summary>Derived from job and revision; <see langword="null"/> in a dry run.</summary>
    public string? PlanId { get; init; }

    public int Revision { get; init; } = 1;

    /// <summary>Lower-case hex SHA-256 over the plan without <see cref="PlanId"/>.</summary>
    public required string ContentHash { get; init; }

    public required ExecutionMode Mode { get; init; }

    /// <summary>A topological order of the fragments.</summary>
    public required ImmutableArray<string> FragmentOrder { get; init; }

    public required ImmutableSortedDictionary<string, Fragment> Fragments { get; init; }

    public required ImmutableSortedDictionary<string, FragmentAssignment> Assignments { get; init; }

    public required ImmutableArray<PlanStage> Stages { get; init; }

    public required ImmutableSortedDictionary<string, PlanBlock> Blocks { get; init; }

    /// <summary>The run-time loops, outer ones before the inner.</summary>
    public ImmutableArray<PlanLoop> Loops { get; init; } = [];

    /// <summary>Hand-overs of a qubit from one node to another along the primary nodes; turns of a loop counted once.</summary>
    public required int Ebits { get; init; }

    /// <summary><c>quality-</c> and a hash of the candidate rows and loads that the plan was made from.</summary>
    public required string QualitySnapshotId { get; init; }

    /// <summary>What the candidates' scores follow from; <see langword="null"/> in a plan that was made before it was kept, which has them written out.</summary>
    public CandidateScoring? Scoring { get; init; }

    /// <summary>A plan as it was made, from one that was stored: with every fragment's candidates and who was refused.</summary>
    public ExecutionPlan WithCandidates()
    {
        if (Scoring is null)
        {
            return this;
        }

        int qubits = Fragments.Values.SelectMany(fragment => fragment.Qubits).DefaultIfEmpty(-1).Max() + 1;
        var scorer = new CandidateScorer(Scoring, qubits);
        ImmutableSortedDictionary<string, FragmentAssignment>.Builder assignments = Assignments.ToBuilder();
        ImmutableSortedDictionary<string, PlanBlock>.Builder blocks = Blocks.ToBuilder();
        foreach (string id in FragmentOrder)
        {
            FragmentAssignment assignment = Assignments[id];
            CandidateGroup group = Scoring.Groups[assignment.CandidateGroup!.Value];
            int primary = Scoring.NodeIds.IndexOf(assignment.PrimaryNodeId);
            CandidateList candidates = scorer.Choose(Fragments[id].Qubits, assignment.StageIndex, group, primary);
            assignments[id] = assignment with { Candidates = candidates, Refused = group.Refused };
            blocks[assignment.BlockId] = Blocks[assignment.BlockId] with { Candidates = candidates };
        }

        return this with { Assignments = assignments.ToImmutable(), Blocks = blocks.ToImmutable() };
    }
}
