namespace Orleans.QuantumMesh.Core.Circuits;

/// <summary>Brings one qubit to |0⟩ by a measurement and a conditional flip.</summary>
public sealed record ResetOperation : Operation;
