using System.Collections.Immutable;

namespace Orleans.QuantumMesh.Core.Planning;

/// <summary>The fragments of one depth in the graph of fragments; <see cref="StageIndex"/> from 0, <see cref="StageId"/> from <c>stage-01</c>.</summary>
public sealed record PlanStage(string StageId, int StageIndex, ImmutableArray<string> BlockIds, ImmutableArray<string> FragmentIds);
