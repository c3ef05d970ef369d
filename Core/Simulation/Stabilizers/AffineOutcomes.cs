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

    /// <summary>Measures a tableau, which is used up.</summary>
    public AffineOutcomes(Tableau tableau, ReadOnlySpan<int> qubits)
    {
        even = new bool[qubits.Length];
        constants = new bool[qubits.Length];
        dependsOn = new ulong[qubits.Length][];
        for (var i = 0; i < qubits.Length; i++)
        {
            var pauli = PauliString.Single(tableau.QubitCount, qubits[i], false, true);
            var anticommuting = tableau.Anticommuting(pauli);
            even[i] = tableau.IsRandom(anticommuting);
            dependsOn[i] = [];
            if (even[i])
            {
                tableau.Project(anticommuting, pauli, negative: false, asSymbol: true);
            }
            else
            {
                dependsOn[i] = new ulong[(tableau.SymbolCount + 63) / 64];
                constants[i] = tableau.SureOutcome(anticommuting, pauli, dependsOn[i]);
            }
        }

        SymbolCount = tableau.SymbolCount;
    }

    /// <summary>How many outcomes are even: there are 2 to this power.</summary>
    public int SymbolCount { get; }

    /// <summary>Whether the i-th outcome is even.</summary>
    public bool IsEven(int index) => even[index];

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
