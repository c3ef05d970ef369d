namespace Orleans.QuantumMesh.Grains.Abstractions;

/// <summary>A node that was stale for too long is no longer listed.</summary>
public sealed record NodeForgotten : NodeEvent;
