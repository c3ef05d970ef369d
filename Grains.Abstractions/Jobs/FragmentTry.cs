namespace Orleans.QuantumMesh.Grains.Abstractions;

/// <summary>An attempt at a fragment, as <c>tried</c> lists it.</summary>
public sealed record FragmentTry(string NodeId, int Attempt, FragmentStatus Status, string? Error);
