using System.Collections.Immutable;

namespace Orleans.QuantumMesh.Core.Planning;

/// <summary>What a plan may be expected to take and give, before anything runs.</summary>
public sealed record PlanEstimate
{
    public required int Fragments { get; init; }

    /// <summary>Milliseconds along the longest chain of fragments on their primary nodes.</summary>
    public required double ExpectedLatencyMs { get; init; }

    /// <summary>Product of the process fidelities of all gates and hand-overs, as advertised.</summary>
    public required double ExpectedFidelity { get; init; }

    /// <summary>Milliseconds that the longest chain would take on the nearest candidates alone.</summary>
    public required double LowerBound { get; init; }

    public required ImmutableArray<string> Assumptions { get; init; }
}
