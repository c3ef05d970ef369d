using System.Collections.Immutable;

namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>An error of shot 0: <c>pauli</c>, <c>link</c> or <c>damping</c>; a damping's jump has no Pauli.</summary>
public sealed record LeadRunError(string FragmentId, string OperationId, ImmutableArray<int> Qubits, string Kind, string? Pauli);
