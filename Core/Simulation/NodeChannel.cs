using System.Collections.Immutable;

namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>The model that the node drew from for one operation, such as <c>depolarising {p}</c>; for information.</summary>
public sealed record NodeChannel(string? OperationId, string Kind, ImmutableSortedDictionary<string, double> Parameters);
