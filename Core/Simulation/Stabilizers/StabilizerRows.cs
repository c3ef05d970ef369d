using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>Commuting Pauli strings i^e X^x Z^z row by row, bit q of a row's x and z for qubit q, as Gaussian elimination wants them.</summary>
internal sealed unsafe class StabilizerRows : IDisposable
{
    private const int VectorWords = 8;

    private readonly int words;
    private readonly ulong*[] rows;
    private readonly int[] exponents;
    private ulong* data;

    /// <summary>So many rows of identities.</summary>
    public StabilizerRows(int count, int qubitCount)
    {
        QubitCount = qubitCount;
        words = (((qubitCount + 63) / 64) + VectorWords - 1) / VectorWords * VectorWords;
        var bytes = (nuint)(2L * words * sizeof(ulong) * Math.Max(1, count));
        data = (ulong*)NativeMemory.AlignedAlloc(bytes, 64);
        NativeMemory.Clear(data, bytes);
        exponents = new int[count];
        rows = new ulong*[count];
        for (var row = 0; row < count; row++)
        {
            rows[row] = data + (2L * row * words);
        }
    }

    ~StabilizerRows() => NativeMemory.AlignedFree(data);

    public int QubitCount { get; }

    /// <summary>How many rows there are.</summary>
    public int Count => rows.Length;

    /// <summary>A row's x bits, then its z bits, in <see cref="ColumnWords"/> words each.</summary>
    public ulong* this[int row] => rows[row];

    public int ColumnWords => words;

    /// <summary>Whether a row's sign is −1, of a row without i.</summary>
    public bool IsNegative(int row) => (exponents[row] & 2) != 0;

    /// <summary>Whether a row has a Z on a qubit.</summary>
    public bool HasZ(int row, int qubit) => Has(row, words + (qubit / 64), qubit);

    /// <summary>Sets each row's exponent from its sign bit, for rows (−1)^s i^(x·z) X^x Z^z.</summary>
    public void TakeSigns(ulong* signs)
    {
        for (var row = 0; row < rows.Length; row++)
        {
            var exponent = (int)((signs[row / 64] >> row) & 1) << 1;
            var bits = rows[row];
            for (var word = 0; word < words; word++)
            {
                exponent += BitOperations.PopCount(bits[word] & bits[words + word]);
            }

            exponents[row] = exponent & 3;
        }
    }

    /// <summary>Brings the x bits into echelon form; the rows from the returned one on have none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int EliminateX()
    {
        var rank = 0;
        for (var qubit = 0; qubit < QubitCount && rank < rows.Length; qubit++)
        {
            var pivot = Find(rank, qubit / 64, qubit);
            if (pivot < 0)
            {
                continue;
            }

            Swap(pivot, rank);
            for (var row = pivot + 1; row < rows.Length; row++)
            {
                if (Has(row, qubit / 64, qubit))
                {
                    Multiply(row, rank);
                }
            }

            rank++;
        }

        return rank;
    }

    /// <summary>
    /// Takes a row with a Z on a qubit out of the rows from <paramref name="first"/> on, to <paramref name="first"/>, and the Z out of all the rows from <paramref name="from"/> on but it;
    /// false where there is none. For rows without x bits.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool EliminateZ(int qubit, int first, int from)
    {
        var word = words + (qubit / 64);
        var pivot = Find(first, word, qubit);
        if (pivot < 0)
        {
            return false;
        }

        Swap(pivot, first);
        for (var row = from; row < rows.Length; row++)
        {
            if (row != first && Has(row, word, qubit))
            {
                for (var each = words; each < 2 * words; each += VectorWords)
                {
                    (Vector512.Load(rows[row] + each) ^ Vector512.Load(rows[first] + each)).Store(rows[row] + each);
                }

                exponents[row] = (exponents[row] + exponents[first]) & 3;
            }
        }

        return true;
    }

    /// <summary>
    /// Follows the x-reduced rows before <paramref name="rank"/> from one basis state of the state that the rows stabilize to another, both packed:
    /// the quotient of their amplitudes as an exponent of i, or −1 where the other one has none. Both are changed.
    /// </summary>
    public int PhaseBetween(ulong[] from, ulong[] to, int rank)
    {
        var exponent = 0;
        var qubit = 0;
        for (var row = 0; row < rank; row++)
        {
            while (!Has(row, qubit / 64, qubit))
            {
                qubit++;
            }

            if ((((from[qubit / 64] ^ to[qubit / 64]) >> qubit) & 1) == 0)
            {
                continue;
            }

            // i^e X^x Z^z |v⟩ = i^e (−1)^(z·v) |v ⊕ x⟩.
            var signs = 0UL;
            for (var word = 0; word < from.Length; word++)
            {
                signs ^= rows[row][words + word] & from[word];
                from[word] ^= rows[row][word];
            }

            exponent += exponents[row] + (2 * (BitOperations.PopCount(signs) & 1));
        }

        return from.AsSpan().SequenceEqual(to) ? exponent & 3 : -1;
    }

    public void Dispose()
    {
        NativeMemory.AlignedFree(data);
        data = null;
        GC.SuppressFinalize(this);
    }

    private bool Has(int row, int word, int qubit) => ((rows[row][word] >> qubit) & 1) != 0;

    private int Find(int first, int word, int qubit)
    {
        for (var row = first; row < rows.Length; row++)
        {
            if (Has(row, word, qubit))
            {
                return row;
            }
        }

        return -1;
    }

    private void Swap(int one, int other)
    {
        var bits = rows[one];
        rows[one] = rows[other];
        rows[other] = bits;
        (exponents[one], exponents[other]) = (exponents[other], exponents[one]);
    }

    /// <summary>row · pivot: X^x Z^z X^x' Z^z' = (−1)^(z·x') X^(x+x') Z^(z+z').</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Multiply(int row, int pivot)
    {
        var left = rows[row];
        var right = rows[pivot];
        var crossings = Vector512<ulong>.Zero;
        for (var word = 0; word < words; word += VectorWords)
        {
            var x = Vector512.Load(right + word);
            var z = Vector512.Load(left + words + word);
            crossings ^= x & z;
            (x ^ Vector512.Load(left + word)).Store(left + word);
            (z ^ Vector512.Load(right + words + word)).Store(left + words + word);
        }

        var half = crossings.GetLower() ^ crossings.GetUpper();
        var quarter = half.GetLower() ^ half.GetUpper();
        exponents[row] = (exponents[row] + exponents[pivot] + (2 * (BitOperations.PopCount(quarter[0] ^ quarter[1]) & 1))) & 3;
    }
}
