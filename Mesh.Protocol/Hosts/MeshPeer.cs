namespace Orleans.QuantumMesh.Mesh.Protocol;

/// <summary>What a connected peer says of itself: its program (<c>go-libp2p/0.51</c>) and the protocols that it serves.</summary>
public sealed record MeshPeer(string? Agent, IReadOnlyList<string> Protocols);
