namespace Orleans.QuantumMesh.Mesh.Protocol;

/// <summary>A pubsub message. <see cref="Author"/> is the peer whose signature verified, not the one that delivered it.</summary>
public sealed record MeshMessage(string Topic, string Author, ReadOnlyMemory<byte> Payload);
