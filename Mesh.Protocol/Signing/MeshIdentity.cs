using NSec.Cryptography;

namespace Orleans.QuantumMesh.Mesh.Protocol;

/// <summary>An Ed25519 key pair kept in memory, for hosts without a libp2p stack. Thread-safe.</summary>
public sealed class MeshIdentity : IMeshSigner, IDisposable
{
    private readonly Key _key;

    private MeshIdentity(Key key)
    {
        _key = key;
        PeerId = PeerKey.PeerIdOf(key.PublicKey.Export(KeyBlobFormat.RawPublicKey));
    }

    /// <inheritdoc />
    public string PeerId { get; }

    /// <summary>The identity of a 32-byte Ed25519 seed.</summary>
    public static MeshIdentity FromSeed(ReadOnlySpan<byte> seed) => new(Key.Import(SignatureAlgorithm.Ed25519, seed, KeyBlobFormat.RawPrivateKey));

    /// <inheritdoc />
    public byte[] Sign(ReadOnlySpan<byte> data) => SignatureAlgorithm.Ed25519.Sign(_key, data);

    /// <summary>Wipes the private key.</summary>
    public void Dispose() => _key.Dispose();
}
