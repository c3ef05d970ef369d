namespace Orleans.QuantumMesh.Core.Planning;

/// <summary>Why a node is no candidate for a fragment: one of <c>service, fidelity, qubits, availability, stale, draining, enrollment</c>, and what lacks in words.</summary>
public sealed record RefusedCandidate(string NodeId, string Reason, string Detail);
