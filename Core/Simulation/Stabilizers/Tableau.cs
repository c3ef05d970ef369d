using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>
/// The destabilizers and stabilizers of a state (S. Aaronson, D. Gottesman, quant-ph/0406196), bit-packed by columns: for each qubit its x bits and its z bits over all rows,
/// so that a gate is a few operations on vectors of bits. Destabilizers fill the first half of a column, stabilizers the second. A row is (−1)^s i^(x·z) X^x Z^z.
/// </summary>
internal sealed unsafe class Tableau : IDisposable
{
    private const int VectorWords = 8;

    private readonly int half;
    private readonly int words;
    private ulong* data;

    /// <summary>|0…0⟩.</summary>
    public Tableau(int qubitCount)
        : this(qubitCount, clear: true)
    {
        for (var qubit = 0; qubit < qubitCount; qubit++)
        {
            X(qubit)[qubit / 64] |= 1UL << (qubit % 64);
            Z(qubit)[half + (qubit / 64)] |= 1UL << (qubit % 64);
        }
    }

    private Tableau(int qubitCount, bool clear)
    {
        QubitCount = qubitCount;
        half = (((qubitCount + 63) / 64) + VectorWords - 1) / VectorWords * VectorWords;
        words = 2 * half;
        data = (ulong*)NativeMemory.AlignedAlloc((nuint)Bytes, 64);
        if (clear)
        {
            NativeMemory.Clear(data, (nuint)Bytes);
        }
    }

    ~Tableau() => Free();

    public int QubitCount { get; }

    public long Bytes => ((2L * QubitCount) + 1) * words * sizeof(ulong);

    private ulong* Signs => data + (2L * QubitCount * words);

    /// <summary>A copy that changes on its own.</summary>
    public Tableau Clone()
    {
        var copy = new Tableau(QubitCount, clear: false);
        NativeMemory.Copy(data, copy.data, (nuint)copy.Bytes);
        GC.KeepAlive(this);
        return copy;
    }

    /// <summary>Applies a Clifford gate to qubits in its operand order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Apply(CliffordAction action, ReadOnlySpan<int> qubits)
    {
        var count = 2 * action.QubitCount;
        var columns = stackalloc ulong*[6];
        for (var i = 0; i < action.QubitCount; i++)
        {
            columns[i] = X(qubits[i]);
            columns[i + action.QubitCount] = Z(qubits[i]);
        }

        var old = stackalloc Vector512<ulong>[6];
        var images = action.Images.AsSpan();
        var monomials = action.Monomials.AsSpan();
        for (var word = 0; word < words; word += VectorWords)
        {
            for (var i = 0; i < count; i++)
            {
                old[i] = Vector512.Load(columns[i] + word);
            }

            var sign = Vector512.Load(Signs + word);
            foreach (var monomial in monomials)
            {
                var product = old[BitOperations.TrailingZeroCount(monomial)];
                for (var rest = monomial & (monomial - 1); rest != 0; rest &= rest - 1)
                {
                    product &= old[BitOperations.TrailingZeroCount(rest)];
                }

                sign ^= product;
            }

            sign.Store(Signs + word);
            for (var i = 0; i < count; i++)
            {
                var sources = images[i];
                var sum = old[BitOperations.TrailingZeroCount(sources)];
                for (var rest = sources & (sources - 1); rest != 0; rest &= rest - 1)
                {
                    sum ^= old[BitOperations.TrailingZeroCount(rest)];
                }

                sum.Store(columns[i] + word);
            }
        }
    }

    /// <summary>Which rows anticommute with a Pauli string.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public ulong[] Anticommuting(PauliString pauli)
    {
        var rows = new ulong[words];
        for (var qubit = 0; qubit < QubitCount; qubit++)
        {
            if (pauli.HasX(qubit))
            {
                Xor(rows, Z(qubit));
            }

            if (pauli.HasZ(qubit))
            {
                Xor(rows, X(qubit));
            }
        }

        return rows;
    }

    /// <summary>Which rows anticommute with Z on a qubit.</summary>
    public ulong[] AnticommutingWithZ(int qubit) => new ReadOnlySpan<ulong>(X(qubit), words).ToArray();

    /// <summary>Whether measuring an observable with these anticommuting rows has an even chance.</summary>
    public bool IsRandom(ReadOnlySpan<ulong> anticommuting) => anticommuting[half..].ContainsAnyExcept(0UL);

    /// <summary>The sure outcome (true: −1) of an observable that no stabilizer anticommutes with.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool SureOutcome(ReadOnlySpan<ulong> anticommuting, PauliString pauli)
    {
        var start = anticommuting[..half].IndexOfAnyExcept(0UL);
        if (start < 0)
        {
            return (pauli.YCount & 2) != 0;
        }

        var chosen = anticommuting[start..(anticommuting[..half].LastIndexOfAnyExcept(0UL) + 1)];
        var exponent = 2 * Parity(chosen, Signs + half + start);
        for (var qubit = 0; qubit < QubitCount; qubit++)
        {
            exponent += Contribution(chosen, X(qubit) + half + start, Z(qubit) + half + start);
        }

        exponent -= pauli.YCount;
        return (exponent & 2) != 0;
    }

    /// <summary>The first stabilizer among the anticommuting rows.</summary>
    public PauliString FirstAnticommuting(ReadOnlySpan<ulong> anticommuting) => Stabilizer(FirstBit(anticommuting) - (64 * half)).Pauli;

    /// <summary>Projects on an outcome of an observable with an even chance.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Project(ulong[] anticommuting, PauliString pauli, bool negative)
    {
        var pivot = FirstBit(anticommuting);
        var partner = pivot - (64 * half);
        anticommuting[pivot / 64] &= ~(1UL << (pivot % 64));
        anticommuting[partner / 64] &= ~(1UL << (partner % 64));
        MultiplyInto(anticommuting, pivot, partner, pauli);
        Move(Signs, pivot, partner, negative);
    }

    /// <summary>Whether another tableau has the same rows.</summary>
    public bool HasSameRows(Tableau other) =>
        QubitCount == other.QubitCount && new ReadOnlySpan<ulong>(data, (int)(Bytes / sizeof(ulong))).SequenceEqual(new ReadOnlySpan<ulong>(other.data, (int)(other.Bytes / sizeof(ulong))));

    /// <summary>The stabilizers row by row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public StabilizerRows Stabilizers()
    {
        var rows = new StabilizerRows(QubitCount, QubitCount);
        Span<ulong> square = stackalloc ulong[64];
        for (var firstQubit = 0; firstQubit < QubitCount; firstQubit += 64)
        {
            for (var firstRow = 0; firstRow < QubitCount; firstRow += 64)
            {
                CopyBlock(square, data, firstQubit, firstRow, rows, 0);
                CopyBlock(square, data + words, firstQubit, firstRow, rows, rows.ColumnWords);
            }
        }

        rows.TakeSigns(Signs + half);
        GC.KeepAlive(this);
        return rows;
    }

    /// <summary>A stabilizer as a string with its sign.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public (PauliString Pauli, bool Negative) Stabilizer(int row)
    {
        var bit = (64 * half) + row;
        var pauli = new PauliString(QubitCount);
        var column = data + (bit / 64);
        for (var qubit = 0; qubit < QubitCount; qubit++, column += 2 * words)
        {
            pauli.Add(qubit, (*column >> bit) & 1, (column[words] >> bit) & 1);
        }

        return (pauli, Has(Signs, bit));
    }

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private static bool Has(ulong* column, int bit) => ((column[bit / 64] >> (bit % 64)) & 1) != 0;

    /// <summary>The partner takes the pivot's bit, the pivot a new one.</summary>
    private static void Move(ulong* column, int pivot, int partner, bool value)
    {
        var old = (column[pivot / 64] >> (pivot % 64)) & 1;
        column[partner / 64] = (column[partner / 64] & ~(1UL << (partner % 64))) | (old << (partner % 64));
        column[pivot / 64] = (column[pivot / 64] & ~(1UL << (pivot % 64))) | ((value ? 1UL : 0) << (pivot % 64));
    }

    private ulong* X(int qubit) => data + (2L * qubit * words);

    private ulong* Z(int qubit) => data + (((2L * qubit) + 1) * words);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void CopyBlock(Span<ulong> square, ulong* columns, int firstQubit, int firstRow, StabilizerRows rows, int part)
    {
        square.Clear();
        for (var qubit = firstQubit; qubit < Math.Min(firstQubit + 64, QubitCount); qubit++)
        {
            square[qubit - firstQubit] = columns[(2L * qubit * words) + half + (firstRow / 64)];
        }

        BitBlocks.Transpose(square);
        for (var row = firstRow; row < Math.Min(firstRow + 64, QubitCount); row++)
        {
            rows[row][part + (firstQubit / 64)] = square[row - firstRow];
        }
    }

    private void Xor(Span<ulong> rows, ulong* column)
    {
        for (var word = 0; word < words; word++)
        {
            rows[word] ^= column[word];
        }
    }

    private int FirstBit(ReadOnlySpan<ulong> rows)
    {
        for (var word = half; word < words; word++)
        {
            if (rows[word] != 0)
            {
                return (64 * word) + BitOperations.TrailingZeroCount(rows[word]);
            }
        }

        throw new InvalidOperationException("The observable has a sure outcome.");
    }

    /// <summary>Multiplies the pivot's row into all chosen ones and moves it to the partner; phases are counted modulo 4 in two bits a row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void MultiplyInto(ReadOnlySpan<ulong> chosen, int pivot, int partner, PauliString pauli)
    {
        var counters = stackalloc ulong[2 * words];
        NativeMemory.Clear(counters, (nuint)(2 * words * sizeof(ulong)));
        fixed (ulong* mask = chosen)
        {
            for (var qubit = 0; qubit < QubitCount; qubit++)
            {
                var xs = X(qubit);
                var zs = xs + words;
                var x = Has(xs, pivot);
                var z = Has(zs, pivot);
                if (x || z)
                {
                    MultiplyColumn(mask, counters, xs, zs, x, z);
                }

                Move(xs, pivot, partner, pauli.HasX(qubit));
                Move(zs, pivot, partner, pauli.HasZ(qubit));
            }

            var negative = Has(Signs, pivot);
            for (var word = 0; word < words; word++)
            {
                Signs[word] ^= mask[word] & (counters[words + word] ^ (negative ? ~0UL : 0));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void MultiplyColumn(ulong* mask, ulong* counters, ulong* xs, ulong* zs, bool hasX, bool hasZ)
    {
        var x = hasX ? Vector512<ulong>.AllBitsSet : Vector512<ulong>.Zero;
        var z = hasZ ? Vector512<ulong>.AllBitsSet : Vector512<ulong>.Zero;
        for (var word = 0; word < words; word += VectorWords)
        {
            var chosen = Vector512.Load(mask + word);
            var xh = Vector512.Load(xs + word);
            var zh = Vector512.Load(zs + word);

            // The rows that gain i or −i from this qubit, and whether it is i.
            var acts = ((xh & z) ^ (zh & x)) & chosen;
            var plus = Vector512.ConditionalSelect(z, zh ^ ~x, xh);
            var low = Vector512.Load(counters + word);
            var high = Vector512.Load(counters + words + word);
            (high ^ (acts & ~(plus ^ low))).Store(counters + words + word);
            (low ^ acts).Store(counters + word);
            (xh ^ (chosen & x)).Store(xs + word);
            (zh ^ (chosen & z)).Store(zs + word);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Parity(ReadOnlySpan<ulong> chosen, ulong* column)
    {
        ulong sum = 0;
        for (var word = 0; word < chosen.Length; word++)
        {
            sum ^= chosen[word] & column[word];
        }

        return BitOperations.PopCount(sum) & 1;
    }

    /// <summary>The exponent of i that one qubit adds when the chosen rows are multiplied in order: Σ x·z + 2 Σ_{r&lt;r'} z_r x_r'.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Contribution(ReadOnlySpan<ulong> chosen, ulong* xs, ulong* zs)
    {
        var exponent = 0;
        ulong crossings = 0;
        ulong carry = 0;
        for (var word = 0; word < chosen.Length; word++)
        {
            var x = chosen[word] & xs[word];
            var z = chosen[word] & zs[word];
            exponent += BitOperations.PopCount(x & z);
            if (z != 0 || carry != 0)
            {
                var prefix = z << 1;
                prefix ^= prefix << 1;
                prefix ^= prefix << 2;
                prefix ^= prefix << 4;
                prefix ^= prefix << 8;
                prefix ^= prefix << 16;
                prefix ^= prefix << 32;
                crossings ^= x & (prefix ^ carry);
                carry ^= (BitOperations.PopCount(z) & 1) != 0 ? ~0UL : 0;
            }
        }

        return exponent + (2 * (BitOperations.PopCount(crossings) & 1));
    }

    private void Free()
    {
        NativeMemory.AlignedFree(data);
        data = null;
    }
}
