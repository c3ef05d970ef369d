using System.Numerics;

namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>A Pauli string without sign, i^(x·z) X^x Z^z.</summary>
internal sealed class PauliString(int qubitCount)
{
    private readonly ulong[] x = new ulong[(qubitCount + 63) / 64];
    private readonly ulong[] z = new ulong[(qubitCount + 63) / 64];

    /// <summary>How many qubits have a Y.</summary>
    public int YCount
    {
        get
        {
            var count = 0;
            for (var word = 0; word < x.Length; word++)
            {
                count += BitOperations.PopCount(x[word] & z[word]);
            }

            return count;
        }
    }

    /// <summary>The string that has a Pauli on one qubit.</summary>
    public static PauliString Single(int qubitCount, int qubit, bool hasX, bool hasZ)
    {
        var pauli = new PauliString(qubitCount);
        pauli.Set(qubit, hasX, hasZ);
        return pauli;
    }

    /// <summary>Multiplies a state by the string.</summary>
    public void ApplyTo(QuantumState state)
    {
        for (var qubit = 0; qubit < qubitCount; qubit++)
        {
            if (HasX(qubit) || HasZ(qubit))
            {
                state.Apply(GateKernel.Pauli(HasX(qubit) ? HasZ(qubit) ? 'Y' : 'X' : 'Z', qubit));
            }
        }
    }

    /// <summary>Multiplies X^x Z^z of a qubit into the string, each 0 or 1.</summary>
    public void Add(int qubit, ulong hasX, ulong hasZ)
    {
        x[qubit / 64] ^= hasX << qubit;
        z[qubit / 64] ^= hasZ << qubit;
    }

    public bool HasX(int qubit) => ((x[qubit / 64] >> (qubit % 64)) & 1) != 0;

    public bool HasZ(int qubit) => ((z[qubit / 64] >> (qubit % 64)) & 1) != 0;

    public void Set(int qubit, bool hasX, bool hasZ)
    {
        var bit = 1UL << (qubit % 64);
        x[qubit / 64] = hasX ? x[qubit / 64] | bit : x[qubit / 64] & ~bit;
        z[qubit / 64] = hasZ ? z[qubit / 64] | bit : z[qubit / 64] & ~bit;
    }
}
