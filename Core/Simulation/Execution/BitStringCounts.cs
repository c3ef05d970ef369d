using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>Counts strings of so many bits, packed.</summary>
internal sealed class BitStringCounts
{
    private const int VectorBits = 16;

    private readonly int length;
    private readonly Dictionary<ulong[], long> counts = new(PackedBitsComparer.Instance);
    private readonly ulong[] key;
    private IReadOnlyDictionary<string, long>? listing;

    public BitStringCounts(int length)
    {
        this.length = length;
        key = new ulong[(length + 63) / 64];
    }

    /// <summary>Where the next string is written; all zero at first.</summary>
    public Span<ulong> Key => key;

    /// <summary>Counts the string in <see cref="Key"/>, which is cleared.</summary>
    public void Add(long shots)
    {
        if (length > 0)
        {
            Count(key, shots);
            Array.Clear(key);
        }
    }

    /// <summary>Counts shots that are packed by bit: bit i of a string is that of the i-th chosen column.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(ReadOnlySpan<ulong[]?> columns, ReadOnlySpan<int> chosen, int shots)
    {
        if (length == 0)
        {
            return;
        }

        Span<ulong> square = stackalloc ulong[64];
        var block = new ulong[64 * key.Length];
        for (var word = 0; 64 * word < shots; word++)
        {
            for (var place = 0; place < key.Length; place++)
            {
                square.Clear();
                for (var i = 64 * place; i < Math.Min(length, 64 * (place + 1)); i++)
                {
                    square[i % 64] = columns[chosen[i]]?[word] ?? 0;
                }

                BitBlocks.Transpose(square);
                for (var shot = 0; shot < 64; shot++)
                {
                    block[(shot * key.Length) + place] = square[shot];
                }
            }

            for (var shot = 0; shot < Math.Min(64, shots - (64 * word)); shot++)
            {
                Count(block.AsSpan(shot * key.Length, key.Length), 1);
            }
        }
    }

    /// <summary>String → count in ascending order, bit 0 rightmost; parts of these sizes, the first one rightmost, are separated by blanks.</summary>
    public IReadOnlyDictionary<string, long> Listing(int[] parts) => listing ??= List(parts);

    private OrderedDictionary<string, long> List(int[] parts)
    {
        var sorted = counts.ToArray();
        Array.Sort(sorted, (left, right) => PackedBitsComparer.Compare(left.Key, right.Key));
        var list = new OrderedDictionary<string, long>(sorted.Length, StringComparer.Ordinal);
        foreach (var (bits, count) in sorted)
        {
            list.Add(string.Create(length + parts.Length - 1, (bits, parts), static (text, state) => Write(state.bits, state.parts, text)), count);
        }

        return list;
    }

    private void Count(ReadOnlySpan<ulong> bits, long shots)
    {
        listing = null;
        CollectionsMarshal.GetValueRefOrAddDefault(counts.GetAlternateLookup<ReadOnlySpan<ulong>>(), bits, out _) += shots;
    }

    private static void Write(ulong[] bits, int[] parts, Span<char> text)
    {
        var start = 0;
        foreach (var size in parts)
        {
            Write(bits, start, text[^size..]);
            text = text[..^size];
            start += size;
            if (!text.IsEmpty)
            {
                text[^1] = ' ';
                text = text[..^1];
            }
        }
    }

    /// <summary>Writes bits from a place on, the first one rightmost.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Write(ulong[] bits, int start, Span<char> text)
    {
        var masks = Vector256.Create((ushort)0x8000, 0x4000, 0x2000, 0x1000, 0x800, 0x400, 0x200, 0x100, 0x80, 0x40, 0x20, 0x10, 8, 4, 2, 1);
        while (text.Length >= VectorBits)
        {
            var sixteen = (ushort)(bits[start / 64] >> start);
            if (start % 64 > 64 - VectorBits)
            {
                sixteen |= (ushort)(bits[(start / 64) + 1] << -start);
            }

            var zeros = Vector256.Equals(Vector256.Create(sixteen) & masks, Vector256<ushort>.Zero);
            (Vector256.Create((ushort)'1') + zeros).CopyTo(MemoryMarshal.Cast<char, ushort>(text[^VectorBits..]));
            text = text[..^VectorBits];
            start += VectorBits;
        }

        for (; !text.IsEmpty; text = text[..^1], start++)
        {
            text[^1] = ((bits[start / 64] >> start) & 1) != 0 ? '1' : '0';
        }
    }
}
