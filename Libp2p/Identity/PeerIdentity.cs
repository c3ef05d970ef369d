using NSec.Cryptography;

namespace Orleans.QuantumMesh.Libp2p;

/// <summary>A peer's own Ed25519 key pair and the peer id that follows from it. Thread-safe.</summary>
public sealed class PeerIdentity : IDisposable
{
    private const int SeedSize = 32;
    private readonly Key _key;

    private PeerIdentity(Key key)
    {
        _key = key;
        PublicKey = PublicKey.FromEd25519(key.PublicKey.Export(KeyBlobFormat.RawPublicKey));
        Id = PeerId.FromPublicKey(PublicKey);
    }

    /// <summary>The public half.</summary>
    public PublicKey PublicKey { get; }

    /// <summary>The peer id of the public key.</summary>
    public PeerId Id { get; }

    /// <summary>A new random identity, kept nowhere.</summary>
    public static PeerIdentity Generate() =>
        new(Key.Create(SignatureAlgorithm.Ed25519, new KeyCreationParameters { ExportPolicy = KeyExportPolicies.AllowPlaintextExport }));

    /// <summary>The identity of a 32-byte Ed25519 seed.</summary>
    /// <exception cref="ArgumentException">Not 32 bytes.</exception>
    public static PeerIdentity FromSeed(ReadOnlySpan<byte> seed)
    {
        if (seed.Length != SeedSize)
        {
            throw new ArgumentException($"an Ed25519 seed is {SeedSize} bytes, not {seed.Length}", nameof(seed));
        }

        return new(Key.Import(SignatureAlgorithm.Ed25519, seed, KeyBlobFormat.RawPrivateKey, new KeyCreationParameters { ExportPolicy = KeyExportPolicies.AllowPlaintextExport }));
    }

    /// <summary>The identity kept in the file, made there when there is none. The file is libp2p's <c>PrivateKey</c> protobuf, readable by its owner alone.</summary>
    /// <exception cref="InvalidDataException">The file holds something else.</exception>
    /// <exception cref="IOException">The file cannot be read or made.</exception>
    public static PeerIdentity LoadOrCreate(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string full = Path.GetFullPath(path);
        if (!File.Exists(full))
        {
            Create(full);
        }

        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(full) & ~(UnixFileMode.UserRead | UnixFileMode.UserWrite)) != 0)
        {
            File.SetUnixFileMode(full, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        return Decode(File.ReadAllBytes(full)) ?? throw new InvalidDataException($"{full} holds no libp2p Ed25519 private key; move it away to have a new identity made");
    }

    /// <summary>The Ed25519 signature, 64 bytes, over the data.</summary>
    public byte[] Sign(ReadOnlySpan<byte> data) => SignatureAlgorithm.Ed25519.Sign(_key, data);

    /// <summary>Whether the signature is this identity's over the data.</summary>
    public bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature) => PublicKey.Verify(data, signature);

    /// <summary>Wipes the private key.</summary>
    public void Dispose() => _key.Dispose();

    private static void Create(string path)
    {
        using PeerIdentity made = Generate();
        ProtobufWriter writer = new();
        writer.WriteVarint(1, (ulong)PublicKeyType.Ed25519);
        writer.WriteBytes(2, [.. made._key.Export(KeyBlobFormat.RawPrivateKey), .. made.PublicKey.Data]);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);

        // Written aside and moved, so that a crash leaves either no key or a whole one and two starters agree on one.
        string aside = $"{path}.{Guid.NewGuid():N}";
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (FileStream file = new(aside, options))
        {
            file.Write(writer.ToArray());
            file.Flush(flushToDisk: true);
        }

        try
        {
            File.Move(aside, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(aside);
        }
    }

    private static PeerIdentity? Decode(byte[] file)
    {
        ulong? type = null;
        ReadOnlySpan<byte> data = default;
        ProtobufReader reader = new(file);
        while (reader.TryReadField(out int field, out ulong number, out ReadOnlySpan<byte> bytes))
        {
            if (field == 1 && reader.IsVarint)
            {
                type = number;
            }
            else if (field == 2 && reader.IsBytes)
            {
                data = bytes;
            }
        }

        if (reader.IsMalformed || type != (ulong)PublicKeyType.Ed25519 || data.Length < SeedSize)
        {
            return null;
        }

        PeerIdentity identity = FromSeed(data[..SeedSize]);
        if (data.Length == SeedSize || data[SeedSize..].StartsWith(identity.PublicKey.Data))
        {
            return identity;
        }

        identity.Dispose();
        return null;
    }
}
