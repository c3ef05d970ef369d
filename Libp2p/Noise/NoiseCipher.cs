using System.Buffers.Binary;
using System.Security.Cryptography;

using NSec.Cryptography;

using PlatformCipher = System.Security.Cryptography.ChaCha20Poly1305;

namespace Orleans.QuantumMesh.Libp2p;

/// <summary>Noise's CipherState: ChaCha20-Poly1305 with a key and a counting nonce. One direction of one connection, one caller at a time.</summary>
internal sealed class NoiseCipher : IDisposable
{
    public const int TagSize = 16;
    private const int NonceSize = 12;

    // Measured: libsodium has the smaller cost a call, the platform's cipher the higher rate; they meet near 1 KiB.
    private const int PlatformFrom = 1024;
    private readonly Key _key;
    private readonly PlatformCipher? _platform;
    private ulong _nonce;

    public NoiseCipher(ReadOnlySpan<byte> key)
    {
        _key = Key.Import(AeadAlgorithm.ChaCha20Poly1305, key, KeyBlobFormat.RawSymmetricKey);
        _platform = PlatformCipher.IsSupported ? new PlatformCipher(key) : null;
    }

    /// <summary>Encrypts the first part of the buffer in place; its last 16 bytes become the tag.</summary>
    public void Encrypt(Span<byte> buffer, ReadOnlySpan<byte> associatedData = default)
    {
        Span<byte> nonce = stackalloc byte[NonceSize];
        NextNonce(nonce);
        Span<byte> text = buffer[..^TagSize];
        if (_platform is not null && text.Length >= PlatformFrom)
        {
            _platform.Encrypt(nonce, text, text, buffer[^TagSize..], associatedData);
        }
        else
        {
            AeadAlgorithm.ChaCha20Poly1305.Encrypt(_key, nonce, associatedData, text, buffer);
        }
    }

    /// <summary>Decrypts the buffer (text and tag) in place; false when the tag is wrong.</summary>
    public bool TryDecrypt(Span<byte> buffer, ReadOnlySpan<byte> associatedData = default)
    {
        if (buffer.Length < TagSize)
        {
            return false;
        }

        Span<byte> nonce = stackalloc byte[NonceSize];
        NextNonce(nonce);
        Span<byte> text = buffer[..^TagSize];
        if (_platform is null || text.Length < PlatformFrom)
        {
            return AeadAlgorithm.ChaCha20Poly1305.Decrypt(_key, nonce, associatedData, buffer, text);
        }

        try
        {
            _platform.Decrypt(nonce, text, buffer[^TagSize..], text, associatedData);
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }
    }

    public void Dispose()
    {
        _key.Dispose();
        _platform?.Dispose();
    }

    private void NextNonce(Span<byte> nonce)
    {
        if (_nonce == ulong.MaxValue)
        {
            throw new IOException("the connection's nonces are used up");
        }

        nonce[..4].Clear();
        BinaryPrimitives.WriteUInt64LittleEndian(nonce[4..], _nonce++);
    }
}
