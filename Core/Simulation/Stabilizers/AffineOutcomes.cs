using System.Numerics;

namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>
/// The outcomes of measuring qubits of a stabilizer state one after another: each is even, or a sum (mod 2) of a constant and earlier even ones.
/// All possible outcomes are equally probable.
/// </summary>
internal sealed class AffineOutcomes
{
    private readonly bool[] even;
    private readonly bool[] constants;
    private readonly ulong[][] dependsOn;

    /// <summary>
    /// Measures a tableau, which stays as it is: an outcome is determined where it is the last one in a stabilizer of nothing but Z on measured qubits,
    /// so that it suffices to bring the stabilizers into an echelon form.
    /// </summary>
    public AffineOutcomes(Tableau tableau, ReadOnlySpan<int> qubits)
    {
        even = new bool[qubits.Length];
        constants = new bool[qubits.Length];
        dependsOn = new ulong[qubits.Length][];
        var places = new int[tableau.QubitCount];
        Array.Fill(places, -1);
        for (var i = qubits.Length - 1; i >= 0; i--)
        {
            places[qubits[i]] = i;
        }

        using var rows = tableau.Stabilizers();
        var first = rows.EliminateX();
        for (var qubit = 0; qubit < places.Length; qubit++)
        {
            first += places[qubit] < 0 && rows.EliminateZ(qubit, first, first) ? 1 : 0;
        }

        var determines = new int[qubits.Length];
        for (int i = qubits.Length - 1, next = first; i >= 0; i--)
        {
            determines[i] = places[qubits[i]] == i && rows.EliminateZ(qubits[i], next, first) ? next++ : -1;
        }

        var symbols = new int[qubits.Length];
        for (var i = 0; i < qubits.Length; i++)
        {
            var earlier = places[qubits[i]];
            even[i] = earlier == i && determines[i] < 0;
            symbols[i] = even[i] ? SymbolCount++ : symbols[earlier];
            dependsOn[i] = even[i] ? [] : earlier < i ? Copy(earlier, symbols) : Sources(rows, determines[i], i, places, symbols);
            constants[i] = !even[i] && (earlier < i ? constants[earlier] : rows.IsNegative(determines[i]));
        }
    }

    /// <summary>How many outcomes are even: there are 2 to this power.</summary>
    public int SymbolCount { get; private set; }

    /// <summary>Whether the i-th outcome is even.</summary>
    public bool IsEven(int index) => even[index];

    /// <summary>Whether the i-th outcome, which isn't even, is inverted against the sum of those that it depends on.</summary>
    public bool Constant(int index) => constants[index];

    /// <summary>The symbols, the earlier even outcomes in order, whose sum gives the i-th outcome, packed.</summary>
    public ReadOnlySpan<ulong> DependsOn(int index) => dependsOn[index];

    /// <summary>The i-th outcome, given the earlier even ones, packed.</summary>
    public bool Value(int index, ReadOnlySpan<ulong> symbols)
    {
        var sum = constants[index] ? 1UL : 0;
        var mask = dependsOn[index];
        ulong bits = 0;
        for (var word = 0; word < mask.Length; word++)
        {
            bits ^= mask[word] & symbols[word];
        }

        return ((sum + (ulong)BitOperations.PopCount(bits)) & 1) != 0;
    }

    /// <summary>
    /// The possible outcomes as an affine space in ascending order (the first measured qubit least significant): the outcome of rank k is the offset plus the
    /// basis vectors of k's bits, the last basis vector for the least significant one.
    /// </summary>
    public (bool[] Offset, bool[][] Basis) Ordered()
    {
        var symbols = new ulong[(SymbolCount + 63) / 64];
        var offset = Outcome(symbols);
        var basis = new List<bool[]>();
        for (var symbol = 0; symbol < SymbolCount; symbol++)
        {
            symbols[symbol / 64] = 1UL << (symbol % 64);
            var vector = Outcome(symbols);
            symbols[symbol / 64] = 0;
            Add(vector, offset);
            basis.Add(vector);
        }

        var done = 0;
        for (var bit = even.Length - 1; bit >= 0 && done < basis.Count; bit--)
        {
            var pivot = basis.FindIndex(done, vector => vector[bit]);
            if (pivot < 0)
            {
                continue;
            }

            (basis[done], basis[pivot]) = (basis[pivot], basis[done]);
            for (var i = 0; i < basis.Count; i++)
            {
                if (i != done && basis[i][bit])
                {
                    Add(basis[i], basis[done]);
                }
            }

            if (offset[bit])
            {
                Add(offset, basis[done]);
            }

            done++;
        }

        return (offset, [.. basis]);
    }

    /// <summary>left += right.</summary>
    public static void Add(bool[] left, bool[] right)
    {
        for (var i = 0; i < left.Length; i++)
        {
            left[i] ^= right[i];
        }
    }

    /// <summary>What the outcome of a qubit that was measured before depends on.</summary>
    private ulong[] Copy(int earlier, int[] symbols)
    {
        if (!even[earlier])
        {
            return dependsOn[earlier];
        }

        var mask = new ulong[(SymbolCount + 63) / 64];
        mask[symbols[earlier] / 64] = 1UL << symbols[earlier];
        return mask;
    }

    /// <summary>The even outcomes whose sum a row determines the i-th outcome by.</summary>
    private unsafe ulong[] Sources(StabilizerRows rows, int row, int i, int[] places, int[] symbols)
    {
        var mask = new ulong[(SymbolCount + 63) / 64];
        var bits = rows[row] + rows.ColumnWords;
        for (var word = 0; word < (places.Length + 63) / 64; word++)
        {
            for (var rest = bits[word]; rest != 0; rest &= rest - 1)
            {
                var place = places[(64 * word) + BitOperations.TrailingZeroCount(rest)];
                if (place != i)
                {
                    mask[symbols[place] / 64] |= 1UL << symbols[place];
                }
            }
        }

        return mask;
    }

    private bool[] Outcome(ulong[] symbols)
    {
        var outcome = new bool[even.Length];
        for (int i = 0, symbol = 0; i < outcome.Length; i++)
        {
            outcome[i] = even[i] ? ((symbols[symbol / 64] >> (symbol++ % 64)) & 1) != 0 : Value(i, symbols);
        }

        return outcome;
    }
}
