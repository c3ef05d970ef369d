namespace Orleans.QuantumMesh.Libp2p;

/// <summary>A libp2p peer id: the multihash of the peer's public key (identity multihash for Ed25519), written in base58btc.</summary>
public readonly record struct PeerId(string Text)
{
    /// <inheritdoc />
    public override string ToString() => Text;
}
