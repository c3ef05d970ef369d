using System.Security.Cryptography;

using NSec.Cryptography;

namespace Orleans.QuantumMesh.Libp2p;

/// <summary>The handshake Noise_XX_25519_ChaChaPoly_SHA256 (Noise specification, revision 34): -> e, &lt;- e ee s es, -> s se.</summary>
internal sealed class NoiseHandshake : IDisposable
{
    public const int KeySize = 32;
    private readonly bool _initiator;
    private readonly Key _static;
    private readonly Key _ephemeral;
    private readonly byte[] _hash;
    private readonly byte[] _chainingKey;
    private NoiseCipher? _cipher;
    private NSec.Cryptography.PublicKey? _remoteEphemeral;
    private NSec.Cryptography.PublicKey? _remoteStatic;
    private int _message;

    public NoiseHandshake(bool initiator, ReadOnlySpan<byte> prologue = default, Key? staticKey = null, Key? ephemeralKey = null)
    {
        _initiator = initiator;
        _static = staticKey ?? NewKey();
        _ephemeral = ephemeralKey ?? NewKey();
        _hash = "Noise_XX_25519_ChaChaPoly_SHA256"u8.ToArray();
        _chainingKey = [.. _hash];
        MixHash(prologue);
    }

    /// <summary>This side's static Diffie-Hellman key, 32 bytes.</summary>
    public byte[] StaticKey => _static.PublicKey.Export(KeyBlobFormat.RawPublicKey);

    /// <summary>The peer's static Diffie-Hellman key, known once the message that carries it was read.</summary>
    public byte[] RemoteStaticKey => _remoteStatic?.Export(KeyBlobFormat.RawPublicKey) ?? throw new InvalidOperationException("the peer's static key has not come yet");

    public static Key NewKey() => Key.Create(KeyAgreementAlgorithm.X25519);

    /// <summary>The next message of this side, with the payload encrypted as far as the pattern allows.</summary>
    public byte[] WriteMessage(ReadOnlySpan<byte> payload)
    {
        List<byte> message = new(payload.Length + 128);
        switch (_message++)
        {
            case 0:
                WriteEphemeral(message);
                break;
            case 1:
                WriteEphemeral(message);
                MixKey(_ephemeral, _remoteEphemeral);
                WriteEncrypted(message, StaticKey);
                MixKey(_static, _remoteEphemeral);
                break;
            default:
                WriteEncrypted(message, StaticKey);
                MixKey(_static, _remoteEphemeral);
                break;
        }

        WriteEncrypted(message, payload);
        return [.. message];
    }

    /// <summary>Reads the peer's next message and returns its payload.</summary>
    /// <exception cref="InvalidDataException">The message is too short, its tag or one of its keys is wrong.</exception>
    public byte[] ReadMessage(ReadOnlySpan<byte> message)
    {
        switch (_message++)
        {
            case 0:
                ReadEphemeral(ref message);
                break;
            case 1:
                ReadEphemeral(ref message);
                MixKey(_ephemeral, _remoteEphemeral);
                _remoteStatic = ReadKey(ReadEncrypted(Take(ref message, KeySize + NoiseCipher.TagSize)));
                MixKey(_ephemeral, _remoteStatic);
                break;
            default:
                _remoteStatic = ReadKey(ReadEncrypted(Take(ref message, KeySize + NoiseCipher.TagSize)));
                MixKey(_ephemeral, _remoteStatic);
                break;
        }

        return ReadEncrypted(message);
    }

    /// <summary>The ciphers of the transport phase, after the third message.</summary>
    public (NoiseCipher Send, NoiseCipher Receive) Split()
    {
        Span<byte> keys = stackalloc byte[2 * KeySize];
        DeriveKeys([], keys);
        NoiseCipher first = new(keys[..KeySize]);
        NoiseCipher second = new(keys[KeySize..]);
        keys.Clear();
        return _initiator ? (first, second) : (second, first);
    }

    public void Dispose()
    {
        _static.Dispose();
        _ephemeral.Dispose();
        _cipher?.Dispose();
        CryptographicOperations.ZeroMemory(_chainingKey);
    }

    private void WriteEphemeral(List<byte> message)
    {
        byte[] key = _ephemeral.PublicKey.Export(KeyBlobFormat.RawPublicKey);
        message.AddRange(key);
        MixHash(key);
    }

    private void ReadEphemeral(ref ReadOnlySpan<byte> message)
    {
        ReadOnlySpan<byte> key = Take(ref message, KeySize);
        _remoteEphemeral = ReadKey(key);
        MixHash(key);
    }

    private void WriteEncrypted(List<byte> message, ReadOnlySpan<byte> text)
    {
        byte[] written = new byte[text.Length + (_cipher is null ? 0 : NoiseCipher.TagSize)];
        text.CopyTo(written);
        _cipher?.Encrypt(written, _hash);
        MixHash(written);
        message.AddRange(written);
    }

    private byte[] ReadEncrypted(ReadOnlySpan<byte> text)
    {
        byte[] read = text.ToArray();
        if (_cipher is not null)
        {
            if (!_cipher.TryDecrypt(read, _hash))
            {
                throw new InvalidDataException("a Noise handshake message does not decrypt");
            }

            read = read[..^NoiseCipher.TagSize];
        }

        MixHash(text);
        return read;
    }

    private void MixHash(ReadOnlySpan<byte> data)
    {
        using var sha = System.Security.Cryptography.IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        sha.AppendData(_hash);
        sha.AppendData(data);
        sha.GetHashAndReset(_hash);
    }

    private void MixKey(Key own, NSec.Cryptography.PublicKey? remote)
    {
        SharedSecretCreationParameters exportable = new() { ExportPolicy = KeyExportPolicies.AllowPlaintextExport };
        using SharedSecret secret = KeyAgreementAlgorithm.X25519.Agree(own, remote!, in exportable)
            ?? throw new InvalidDataException("a Noise key of the peer is a point of low order");
        Span<byte> output = stackalloc byte[2 * KeySize];
        DeriveKeys(secret.Export(SharedSecretBlobFormat.RawSharedSecret), output);
        output[..KeySize].CopyTo(_chainingKey);
        _cipher?.Dispose();
        _cipher = new NoiseCipher(output[KeySize..]);
        output.Clear();
    }

    /// <remarks>Noise's HKDF with two outputs, which is RFC 5869's with the chaining key as salt; written out since the platform's takes no empty input.</remarks>
    private void DeriveKeys(ReadOnlySpan<byte> input, Span<byte> output)
    {
        Span<byte> extracted = stackalloc byte[KeySize];
        Span<byte> block = stackalloc byte[KeySize + 1];
        HMACSHA256.HashData(_chainingKey, input, extracted);
        HMACSHA256.HashData(extracted, [1], output[..KeySize]);
        output[..KeySize].CopyTo(block);
        block[KeySize] = 2;
        HMACSHA256.HashData(extracted, block, output[KeySize..]);
        extracted.Clear();
    }

    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> message, int count)
    {
        if (message.Length < count)
        {
            throw new InvalidDataException("a Noise handshake message is too short");
        }

        ReadOnlySpan<byte> taken = message[..count];
        message = message[count..];
        return taken;
    }

    private static NSec.Cryptography.PublicKey ReadKey(ReadOnlySpan<byte> key) =>
        NSec.Cryptography.PublicKey.TryImport(KeyAgreementAlgorithm.X25519, key, KeyBlobFormat.RawPublicKey, out NSec.Cryptography.PublicKey? read)
            ? read!
            : throw new InvalidDataException("a Noise handshake message has a bad key");
}
