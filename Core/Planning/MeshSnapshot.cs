using System.Collections.Immutable;

namespace Orleans.QuantumMesh.Core.Planning;

/// <summary>The nodes that a plan is made from, in any order.</summary>
public sealed record MeshSnapshot(ImmutableArray<NodeOffer> Nodes)
{
    public static MeshSnapshot Empty { get; } = new(ImmutableArray<NodeOffer>.Empty);
}
