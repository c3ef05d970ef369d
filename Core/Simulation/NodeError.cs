using System.Collections.Immutable;

namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>
/// A Pauli that happened in the listed shots (ascending): <see cref="Kind"/> <c>pauli</c> after the operation, <c>link</c> before it on a handed-over qubit.
/// Character i of <see cref="Pauli"/> acts on <see cref="Qubits"/>[i]. A link error without a following operation has no <see cref="OperationId"/>.
/// </summary>
public sealed record NodeError(string? OperationId, string Kind, ImmutableArray<int> Qubits, string Pauli, ImmutableArray<int> Shots);
