namespace Orleans.QuantumMesh.Gateway;

/// <summary>A protocol's version.</summary>
public sealed record ProtocolVersion(int Major, int Minor, int Patch);
