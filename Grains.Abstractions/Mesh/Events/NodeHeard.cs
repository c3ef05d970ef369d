namespace Orleans.QuantumMesh.Grains.Abstractions;

/// <summary>A heartbeat, or an advertisement without news, came from a node that was not live.</summary>
public sealed record NodeHeard : NodeEvent;
