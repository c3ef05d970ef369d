using System.Numerics;

namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>The amplitudes of a stabilizer state of few qubits: a possible outcome, projected by (1 + S)/2 for each stabilizer S.</summary>
internal static class StabilizerAmplitudes
{
    /// <summary>All amplitudes, bit i of an index is qubit i; that of the possible outcome is positive.</summary>
    public static Complex[] Of(Tableau tableau, bool[] possible)
    {
        var amplitudes = new Complex[1L << tableau.QubitCount];
        var start = 0;
        for (var qubit = 0; qubit < possible.Length; qubit++)
        {
            start |= (possible[qubit] ? 1 : 0) << qubit;
        }

        amplitudes[start] = 1;
        for (var row = 0; row < tableau.QubitCount; row++)
        {
            var (pauli, negative) = tableau.Stabilizer(row);
            Project(amplitudes, pauli, negative);
        }

        var norm = 0.0;
        foreach (var amplitude in amplitudes)
        {
            norm += (amplitude.Real * amplitude.Real) + (amplitude.Imaginary * amplitude.Imaginary);
        }

        var factor = 1 / Math.Sqrt(norm);
        for (var index = 0; index < amplitudes.Length; index++)
        {
            amplitudes[index] *= factor;
        }

        return amplitudes;
    }

    private static void Project(Complex[] amplitudes, PauliString pauli, bool negative)
    {
        int x = 0, z = 0;
        for (var qubit = 0; 1 << qubit < amplitudes.Length; qubit++)
        {
            x |= (pauli.HasX(qubit) ? 1 : 0) << qubit;
            z |= (pauli.HasZ(qubit) ? 1 : 0) << qubit;
        }

        // P|b⟩ = i^(x·z) (−1)^(z·b) |b ⊕ x⟩.
        var phase = Complex.One;
        for (var y = pauli.YCount & 3; y > 0; y--)
        {
            phase *= Complex.ImaginaryOne;
        }

        var low = x & -x;
        for (var index = 0; index < amplitudes.Length; index++)
        {
            if ((index & low) != 0)
            {
                continue;
            }

            var other = index ^ x;
            var here = amplitudes[index];
            var there = amplitudes[other];
            amplitudes[index] = (here + (there * Sign(other, z, negative) * phase)) / 2;
            if (x != 0)
            {
                amplitudes[other] = (there + (here * Sign(index, z, negative) * phase)) / 2;
            }
        }
    }

    private static double Sign(int index, int z, bool negative) => ((BitOperations.PopCount((uint)(index & z)) & 1) != 0) != negative ? -1 : 1;
}
