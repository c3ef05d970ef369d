namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>The most probable outcomes (above 1e-12) over some qubits, in the order of their keys (first qubit rightmost), and how many there are in all, where that is known.</summary>
internal sealed record OutcomeListing(IReadOnlyList<(string Key, double Probability)> Outcomes, long? Total);
