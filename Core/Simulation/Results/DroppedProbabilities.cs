namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>How many outcomes a listing left out (<see langword="null"/> where they are too many to count), and what their probabilities sum to.</summary>
public sealed record DroppedProbabilities(long? Outcomes, double Total);
