namespace Orleans.QuantumMesh.Grains.Abstractions;

/// <summary>Parsing and planning began, or the wait for nodes.</summary>
public sealed record JobCompiling : JobEvent;
