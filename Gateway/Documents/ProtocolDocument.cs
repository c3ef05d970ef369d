namespace Orleans.QuantumMesh.Gateway;

/// <summary>A protocol of the mesh, by its stream or its topic.</summary>
public sealed record ProtocolDocument(string Name, ProtocolVersion Version, string? StreamId, string? Topic, string Description);
