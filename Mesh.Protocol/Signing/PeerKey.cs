using System.Diagnostics.CodeAnalysis;

using NSec.Cryptography;

using SimpleBase;

namespace Orleans.QuantumMesh.Mesh.Protocol;

/// <summary>The Ed25519 public key that a peer id (identity multihash of libp2p's key protobuf) carries.</summary>
public sealed class PeerKey
{
    private static ReadOnlySpan<byte> Prefix => [0x00, 0x24, 0x08, 0x01, 0x12, 0x20];

    private readonly PublicKey _key;

    private PeerKey(PublicKey key, string peerId)
    {
        _key = key;
        PeerId = peerId;
    }

    /// <summary>The peer id in base58btc.</summary>
    public string PeerId { get; }

    /// <summary>Takes the key out of a peer id; false where the text is no peer id of an Ed25519 key.</summary>
    public static bool TryParse([NotNullWhen(true)] string? peerId, [NotNullWhen(true)] out PeerKey? key)
    {
        key = null;
        if (peerId is not { Length: > 40 and < 64 })
        {
            return false;
        }

        byte[] multihash;
        try
        {
            multihash = Base58.Bitcoin.Decode(peerId);
        }
        catch (ArgumentException)
        {
            return false;
        }

        if (multihash.Length != Prefix.Length + 32 || !multihash.AsSpan().StartsWith(Prefix)
            || !PublicKey.TryImport(SignatureAlgorithm.Ed25519, multihash.AsSpan(Prefix.Length), KeyBlobFormat.RawPublicKey, out PublicKey? imported))
        {
            return false;
        }

        key = new PeerKey(imported!, peerId);
        return true;
    }

    /// <summary>The peer id of 32 bytes of public key.</summary>
    public static string PeerIdOf(ReadOnlySpan<byte> publicKey)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(publicKey.Length, 32);
        return Base58.Bitcoin.Encode([.. Prefix, .. publicKey]);
    }

    /// <summary>Whether the signature is this key's over the data.</summary>
    public bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature) =>
        signature.Length == SignatureAlgorithm.Ed25519.SignatureSize && SignatureAlgorithm.Ed25519.Verify(_key, data, signature);
}
