namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>⟨X⟩, ⟨Y⟩ and ⟨Z⟩ of one qubit.</summary>
public sealed record BlochVector(double X, double Y, double Z);
