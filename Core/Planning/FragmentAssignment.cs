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

    /// <summary>All candidates: the chosen one, its fallbacks, then the others by fidelity.</summary>
    public required ImmutableArray<CandidateScore> Candidates { get; init; }

    public required ImmutableArray<RefusedCandidate> Refused { get; init; }
}
