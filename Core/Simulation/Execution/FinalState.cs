using System.Numerics;
using System.Runtime.InteropServices;

namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>The amplitudes of all qubits in one block; bit i of an index is qubit i.</summary>
public sealed class FinalState : IDisposable
{
    private readonly Statevector vector;

    internal FinalState(Statevector vector) => this.vector = vector;

    /// <summary>How many qubits there are.</summary>
    public int QubitCount => vector.QubitCount;

    /// <summary>An amplitude.</summary>
    public Complex this[long index] => vector[index];

    /// <summary>⟨X⟩, ⟨Y⟩ and ⟨Z⟩ of every qubit.</summary>
    public BlochVector[] BlochVectors() => BlochMoments.Of(vector);

    /// <summary>⟨ZZ⟩ and ⟨XX⟩ of all pairs i &lt; j, in the entries [i][j − i − 1].</summary>
    public (double[][] ZZ, double[][] XX) PairObservables()
    {
        var moments = PairMoments.Of(vector);
        return (Pairs(moments.ZZ), Pairs(moments.XX));
    }

    /// <summary>The most probable basis states as indices, by probability rounded to 12 decimals, then by index, and their probabilities.</summary>
    public (long Index, double Probability)[] TopStates(int maximum)
    {
        var (outcomes, probabilities) = ProbabilityRanking.Of(vector, maximum).Best();
        return [.. outcomes.Zip(probabilities).OrderByDescending(entry => Math.Round(entry.Second, 12)).ThenBy(entry => entry.First)];
    }

    /// <summary>Outcomes of measurements of all qubits (result contract, "Sampling").</summary>
    public int[] Sample(int shots, UInt128 seed) => JointSampling.Outcomes(vector.Probabilities(), shots, seed);

    /// <summary>Writes all amplitudes as pairs of little-endian doubles.</summary>
    public void WriteTo(Stream stream)
    {
        var block = new Complex[Math.Min(vector.Length, 1 << 16)];
        for (long start = 0; start < vector.Length; start += block.Length)
        {
            for (var i = 0; i < block.Length; i++)
            {
                block[i] = vector[start + i];
            }

            stream.Write(MemoryMarshal.AsBytes<Complex>(block));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => vector.Dispose();

    private static double[][] Pairs(double[,] moments)
    {
        var pairs = new double[moments.GetLength(0)][];
        for (var first = 0; first < pairs.Length; first++)
        {
            pairs[first] = new double[pairs.Length - first - 1];
            for (var second = first + 1; second < pairs.Length; second++)
            {
                pairs[first][second - first - 1] = moments[first, second];
            }
        }

        return pairs;
    }
}
