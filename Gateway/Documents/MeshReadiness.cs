namespace Orleans.QuantumMesh.Gateway;

/// <summary>How the way to the mesh is.</summary>
/// <param name="Enabled">Whether the bridge is configured.</param>
/// <param name="Reachable">Whether the bridge answers.</param>
/// <param name="ListenersActive">Whether it listens.</param>
/// <param name="ConnectedPeers">Open connections.</param>
public sealed record MeshReadiness(bool Enabled, bool Reachable, bool ListenersActive, int ConnectedPeers);
