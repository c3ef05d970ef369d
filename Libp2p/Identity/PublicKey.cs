using System.Diagnostics.CodeAnalysis;

using NSec.Cryptography;

namespace Orleans.QuantumMesh.Libp2p;

/// <summary>A peer's public key as libp2p carries it. Keys of every type have an id; only Ed25519 signatures can be verified.</summary>
public sealed class PublicKey : IEquatable<PublicKey>
{
    private const int MaxData = 8192;
    private readonly byte[] _data;
    private readonly NSec.Cryptography.PublicKey? _ed25519;

    private PublicKey(PublicKeyType type, byte[] data, NSec.Cryptography.PublicKey? ed25519)
    {
        Type = type;
        _data = data;
        _ed25519 = ed25519;
    }

    /// <summary>The key's type.</summary>
    public PublicKeyType Type { get; }

    /// <summary>The key's bytes in the form of its type (Ed25519: 32 bytes).</summary>
    public ReadOnlySpan<byte> Data => _data;

    /// <summary>The key of 32 bytes.</summary>
    /// <exception cref="FormatException">Not 32 bytes, or no point of the curve.</exception>
    public static PublicKey FromEd25519(ReadOnlySpan<byte> key) =>
        TryCreate(PublicKeyType.Ed25519, key, out PublicKey? made) ? made : throw new FormatException("an Ed25519 public key is 32 bytes");

    /// <summary>Reads libp2p's <c>PublicKey</c> protobuf; false when it is none.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> encoded, [NotNullWhen(true)] out PublicKey? key)
    {
        key = null;
        ulong? type = null;
        ReadOnlySpan<byte> data = default;
        bool hasData = false;
        ProtobufReader reader = new(encoded);
        while (reader.TryReadField(out int field, out ulong number, out ReadOnlySpan<byte> bytes))
        {
            if (field == 1 && reader.IsVarint)
            {
                type = number;
            }
            else if (field == 2 && reader.IsBytes)
            {
                data = bytes;
                hasData = true;
            }
        }

        return !reader.IsMalformed && hasData && type is <= (ulong)PublicKeyType.Ecdsa && TryCreate((PublicKeyType)type, data, out key);
    }

    /// <summary>libp2p's deterministic <c>PublicKey</c> protobuf: type, then data.</summary>
    public byte[] Encode()
    {
        ProtobufWriter writer = new();
        writer.WriteVarint(1, (ulong)Type);
        writer.WriteBytes(2, _data);
        return writer.ToArray();
    }

    /// <summary>Whether the signature is this key's over the data; false also for key types that cannot be verified.</summary>
    public bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature) =>
        _ed25519 is not null && signature.Length == SignatureAlgorithm.Ed25519.SignatureSize && SignatureAlgorithm.Ed25519.Verify(_ed25519, data, signature);

    /// <inheritdoc />
    public bool Equals(PublicKey? other) => other is not null && Type == other.Type && _data.AsSpan().SequenceEqual(other._data);

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as PublicKey);

    /// <inheritdoc />
    public override int GetHashCode()
    {
        HashCode hash = default;
        hash.Add(Type);
        hash.AddBytes(_data);
        return hash.ToHashCode();
    }

    private static bool TryCreate(PublicKeyType type, ReadOnlySpan<byte> data, [NotNullWhen(true)] out PublicKey? key)
    {
        key = null;
        NSec.Cryptography.PublicKey? ed25519 = null;
        bool valid = type == PublicKeyType.Ed25519
            ? NSec.Cryptography.PublicKey.TryImport(SignatureAlgorithm.Ed25519, data, KeyBlobFormat.RawPublicKey, out ed25519)
            : data.Length is > 0 and <= MaxData;
        if (valid)
        {
            key = new PublicKey(type, data.ToArray(), ed25519);
        }

        return valid;
    }
}
