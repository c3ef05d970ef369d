using System.Collections.Immutable;

namespace Orleans.QuantumMesh.Core.Planning;

/// <summary>
/// The nodes that may have the fragments of one need (services, width), best fidelity first, then by id, with what each costs whatever the fragment; and who was refused.
/// The columns are of equal length; a node is its place in <see cref="CandidateScoring.NodeIds"/>.
/// </summary>
public sealed record CandidateGroup
{
    public required ImmutableArray<int> Nodes { get; init; }

    /// <summary>The weighted sum of the two costs below.</summary>
    public required ImmutableArray<double> BaseCosts { get; init; }

    public required ImmutableArray<double> LatencyCosts { get; init; }

    public required ImmutableArray<double> FailureRiskCosts { get; init; }

    public required ImmutableArray<double> Fidelities { get; init; }

    public required ImmutableArray<RefusedCandidate> Refused { get; init; }
}
