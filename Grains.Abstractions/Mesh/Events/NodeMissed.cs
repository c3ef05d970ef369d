namespace Orleans.QuantumMesh.Grains.Abstractions;

/// <summary>As many heartbeats as make a node stale were missed.</summary>
public sealed record NodeMissed : NodeEvent;
