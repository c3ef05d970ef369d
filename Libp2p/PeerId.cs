using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

using SimpleBase;

namespace Orleans.QuantumMesh.Libp2p;

/// <summary>A libp2p peer id: the multihash of the peer's public key (identity multihash for Ed25519), written in base58btc.</summary>
/// <remarks>Cannot be invalid except as <c>default</c>, which is <see cref="IsEmpty"/> and equals no peer.</remarks>
public readonly struct PeerId : IEquatable<PeerId>, IComparable<PeerId>
{
    private const byte IdentityCode = 0x00;
    private const byte Sha256Code = 0x12;
    private const int MaxInlinedKey = 42;
    private readonly string? _text;
    private readonly byte[]? _multihash;

    private PeerId(string text, byte[] multihash)
    {
        _text = text;
        _multihash = multihash;
    }

    /// <summary>True for <c>default</c>, which names no peer.</summary>
    public bool IsEmpty => _text is null;

    /// <summary>The id in base58btc, empty for <c>default</c>.</summary>
    public string Text => _text ?? "";

    /// <summary>The multihash: code, length, digest.</summary>
    public ReadOnlySpan<byte> Multihash => _multihash;

    /// <summary>The id of the peer with this public key: the encoded key itself up to 42 bytes, else its SHA-256.</summary>
    public static PeerId FromPublicKey(PublicKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        byte[] encoded = key.Encode();
        bool inlined = encoded.Length <= MaxInlinedKey;
        byte[] digest = inlined ? encoded : SHA256.HashData(encoded);
        byte[] multihash = [inlined ? IdentityCode : Sha256Code, (byte)digest.Length, .. digest];
        return new PeerId(Base58.Bitcoin.Encode(multihash), multihash);
    }

    /// <summary>Reads a multihash as messages carry it.</summary>
    /// <exception cref="FormatException">The bytes are no identity or SHA-256 multihash.</exception>
    public static PeerId FromMultihash(ReadOnlySpan<byte> multihash) =>
        TryFromMultihash(multihash, out PeerId id, out string? error) ? id : throw new FormatException(error);

    /// <summary>Reads a multihash as messages carry it; false when it is no identity or SHA-256 multihash.</summary>
    public static bool TryFromMultihash(ReadOnlySpan<byte> multihash, out PeerId id) => TryFromMultihash(multihash, out id, out _);

    /// <summary>Parses base58btc (<c>12D3…</c>, <c>Qm…</c>) or a CID of a libp2p key (<c>bafz…</c>, <c>z…</c>).</summary>
    /// <exception cref="FormatException">The text is no peer id; the message says why.</exception>
    public static PeerId Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TryParse(text, out PeerId id, out string? error) ? id : throw new FormatException(error);
    }

    /// <summary>Parses base58btc (<c>12D3…</c>, <c>Qm…</c>) or a CID of a libp2p key (<c>bafz…</c>, <c>z…</c>).</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out PeerId id) => TryParse(text, out id, out _);

    /// <summary>The public key, where the id carries it (Ed25519 and other short keys); otherwise false.</summary>
    public bool TryGetPublicKey([NotNullWhen(true)] out PublicKey? key)
    {
        key = null;
        return _multihash is [IdentityCode, _, ..] && PublicKey.TryDecode(_multihash.AsSpan(2), out key);
    }

    /// <summary>Whether the id is that of the given key.</summary>
    public bool Matches(PublicKey key) => !IsEmpty && FromPublicKey(key) == this;

    /// <inheritdoc />
    public bool Equals(PeerId other) => string.Equals(_text, other._text, StringComparison.Ordinal);

    /// <inheritdoc />
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is PeerId other && Equals(other);

    /// <inheritdoc />
    public override int GetHashCode() => _text is null ? 0 : _text.GetHashCode(StringComparison.Ordinal);

    /// <summary>Ordinal order of the texts.</summary>
    public int CompareTo(PeerId other) => string.CompareOrdinal(_text, other._text);

    /// <summary>The id in base58btc.</summary>
    public override string ToString() => Text;

    public static bool operator ==(PeerId left, PeerId right) => left.Equals(right);

    public static bool operator !=(PeerId left, PeerId right) => !left.Equals(right);

    public static bool operator <(PeerId left, PeerId right) => left.CompareTo(right) < 0;

    public static bool operator <=(PeerId left, PeerId right) => left.CompareTo(right) <= 0;

    public static bool operator >(PeerId left, PeerId right) => left.CompareTo(right) > 0;

    public static bool operator >=(PeerId left, PeerId right) => left.CompareTo(right) >= 0;

    private static bool TryFromMultihash(ReadOnlySpan<byte> multihash, out PeerId id, out string? error)
    {
        id = default;
        error = multihash switch
        {
            { Length: < 3 } => "a peer id is a multihash of at least 3 bytes",
            [IdentityCode or Sha256Code, var length, ..] when length != multihash.Length - 2 => "the length in the peer id's multihash does not fit its bytes",
            [IdentityCode, > MaxInlinedKey, ..] => $"a peer id carries a key of at most {MaxInlinedKey} bytes",
            [Sha256Code, not 32, ..] => "a SHA-256 peer id has 32 bytes",
            [IdentityCode or Sha256Code, ..] => null,
            _ => "a peer id is an identity or SHA-256 multihash",
        };
        if (error is null)
        {
            id = new PeerId(Base58.Bitcoin.Encode(multihash), multihash.ToArray());
        }

        return error is null;
    }

    private static bool TryParse(string? text, out PeerId id, out string? error)
    {
        id = default;
        if (string.IsNullOrEmpty(text) || text.Length > 128)
        {
            error = "a peer id is a text of 1 to 128 characters such as 12D3KooW…";
            return false;
        }

        bool parsed;
        try
        {
            parsed = text[0] switch
            {
                'b' => TryFromCid(Base32.Rfc4648.Decode(text[1..].ToUpperInvariant()), out id, out error),
                'z' => TryFromCid(Base58.Bitcoin.Decode(text.AsSpan(1)), out id, out error),
                _ => TryFromMultihash(Base58.Bitcoin.Decode(text), out id, out error),
            };
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or FormatException or IndexOutOfRangeException)
        {
            parsed = false;
            error = "it has characters that its base does not have";
        }

        error = parsed ? null : $"'{text}' is no peer id: {error}";
        return parsed;
    }

    private static bool TryFromCid(ReadOnlySpan<byte> cid, out PeerId id, out string? error)
    {
        if (cid is [0x01, 0x72, ..])
        {
            return TryFromMultihash(cid[2..], out id, out error);
        }

        id = default;
        error = "a CID names a peer only with version 1 and the codec libp2p-key";
        return false;
    }
}
