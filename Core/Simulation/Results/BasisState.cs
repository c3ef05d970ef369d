using System.Text.Json.Serialization;

namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>A basis state (leftmost character = highest qubit), its probability and its amplitude as text; the amplitude is <see langword="null"/> where phases are not known.</summary>
public sealed record BasisState([property: JsonPropertyName("basis_state")] string State, double Probability, string? Amplitude);
