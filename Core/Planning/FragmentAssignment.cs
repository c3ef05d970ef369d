using System.Collections.Immutable;

namespace Orleans.QuantumMesh.Core.Planning;

/// <summary>Where a fragment goes: the cheapest candidate first, then the fallbacks.</summary>
public sealed record FragmentAssignment
{
    public required string FragmentId { get; init; }

    public required string PrimaryNodeId { get; init; }

    public required ImmutableArray<string> FallbackNodeIds { get; init; }

    public required string BlockId { get; init; }

    public required int StageIndex { get; init; }

    /// <summary>The place of the group that its candidates are from, in <see cref="CandidateScoring.Groups"/>; <see langword="null"/> in a plan that was made before there were any.</summary>
    public int? CandidateGroup { get; init; }

    /// <summary>All candidates: the chosen one, its fallbacks, then the others by fidelity. Not stored; <see cref="ExecutionPlan.WithCandidates"/> works them out.</summary>
    public IReadOnlyList<CandidateScore> Candidates { get; init; } = [];

    /// <summary>The nodes that can't have the fragment; not stored either.</summary>
    public ImmutableArray<RefusedCandidate> Refused { get; init; } = [];
}
