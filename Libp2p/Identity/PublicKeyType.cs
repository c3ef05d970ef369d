namespace Orleans.QuantumMesh.Libp2p;

/// <summary>The key types of libp2p's peer id specification, with their protobuf numbers.</summary>
public enum PublicKeyType
{
    /// <summary>RSA, PKIX DER.</summary>
    Rsa = 0,

    /// <summary>Ed25519, 32 bytes; the one type that this stack signs and verifies with.</summary>
    Ed25519 = 1,

    /// <summary>Secp256k1, compressed point.</summary>
    Secp256k1 = 2,

    /// <summary>ECDSA, PKIX DER.</summary>
    Ecdsa = 3,
}
