namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>Compares packed bits of one length by value, and as numbers, word 0 least significant.</summary>
internal sealed class PackedBitsComparer : IEqualityComparer<ulong[]>, IAlternateEqualityComparer<ReadOnlySpan<ulong>, ulong[]>
{
    public static readonly PackedBitsComparer Instance = new();

    /// <summary>The sign of left − right.</summary>
    public static int Compare(ReadOnlySpan<ulong> left, ReadOnlySpan<ulong> right)
    {
        for (var word = left.Length - 1; word >= 0; word--)
        {
            if (left[word] != right[word])
            {
                return left[word] < right[word] ? -1 : 1;
            }
        }

        return 0;
    }

    public bool Equals(ulong[]? x, ulong[]? y) => x.AsSpan().SequenceEqual(y);

    public int GetHashCode(ulong[] obj) => GetHashCode(obj.AsSpan());

    public bool Equals(ReadOnlySpan<ulong> alternate, ulong[] other) => alternate.SequenceEqual(other);

    public int GetHashCode(ReadOnlySpan<ulong> alternate)
    {
        var hash = 0UL;
        foreach (var word in alternate)
        {
            hash = (ulong.RotateLeft(hash, 5) ^ word) * 0x9E37_79B9_7F4A_7C15;
        }

        return (int)(hash >> 32);
    }

    public ulong[] Create(ReadOnlySpan<ulong> alternate) => alternate.ToArray();
}
