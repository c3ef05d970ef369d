namespace Orleans.QuantumMesh.Core.Circuits;

/// <summary>Keeps what stands before it on its qubits before what stands after it; has no other effect.</summary>
public sealed record BarrierOperation : Operation;
