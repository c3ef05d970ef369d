using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Orleans.QuantumMesh.ServiceNode;

/// <summary>Random streams of one fragment, each found by its name alone, so that what one operation draws never shifts another's.</summary>
internal readonly struct NoiseStreams
{
    private const ulong FnvOffset = 0xCBF29CE484222325;
    private const ulong FnvPrime = 0x100000001B3;
    private readonly ulong _root;
    private readonly string _seed;

    public NoiseStreams(UInt128 seed)
    {
        _seed = seed.ToString(CultureInfo.InvariantCulture);
        _root = Hash(_seed);
    }

    /// <summary>The stream named by an operation (or a hand-over's qubit) and a purpose.</summary>
    public NoiseRandom Open(ReadOnlySpan<char> name, char purpose)
    {
        ulong hash = FnvOffset;
        foreach (char c in name)
        {
            hash = (hash ^ c) * FnvPrime;
        }

        hash = (hash ^ purpose) * FnvPrime;
        return new NoiseRandom(_root ^ (hash * 0x9E3779B97F4A7C15));
    }

    /// <summary>A draw seed: the first 8 bytes, big-endian, of SHA-256 of <c>seed:operation:qubit</c> and, where given, <c>:purpose</c>.</summary>
    public ulong DrawSeed(string operationId, int qubit, string? purpose = null)
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"{_seed}:{operationId}:{qubit}");
        return Hash(purpose is null ? name : $"{name}:{purpose}");
    }

    /// <summary>The first 8 bytes, big-endian, of SHA-256 of the text.</summary>
    public static ulong Hash(string text)
    {
        Span<byte> digest = stackalloc byte[32];
        SHA256.HashData(Encoding.UTF8.GetBytes(text), digest);
        return BinaryPrimitives.ReadUInt64BigEndian(digest);
    }

    /// <summary>A double in [0, 1) of a hash's 53 upper bits.</summary>
    public static double Unit(ulong hash) => (hash >> 11) * (1.0 / (1UL << 53));
}
