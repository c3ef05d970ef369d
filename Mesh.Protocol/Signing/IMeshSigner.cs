namespace Orleans.QuantumMesh.Mesh.Protocol;

/// <summary>Signs with the key that a peer id is derived from.</summary>
public interface IMeshSigner
{
    /// <summary>The peer id in base58btc.</summary>
    string PeerId { get; }

    /// <summary>The Ed25519 signature, 64 bytes, over the data.</summary>
    byte[] Sign(ReadOnlySpan<byte> data);
}
