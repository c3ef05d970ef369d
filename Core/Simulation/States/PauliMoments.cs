using System.Numerics;

namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>
/// ⟨X⟩, ⟨Y⟩, ⟨Z⟩ of all bits of a vector and ⟨XX⟩, ⟨ZZ⟩ of all pairs: the distribution in each basis is folded bit by bit, so that all pairs together take a few passes.
/// </summary>
internal sealed class PauliMoments
{
    private const double Half = 0.70710678118654752440;

    private static readonly Complex[] ToX = [Half, Half, Half, -Half];
    private static readonly Complex[] ToY = [Half, new(0, -Half), Half, new(0, Half)];

    private PauliMoments(int bits)
    {
        X = new double[bits];
        Y = new double[bits];
        Z = new double[bits];
        XX = new double[bits, bits];
        ZZ = new double[bits, bits];
    }

    public double[] X { get; }

    public double[] Y { get; }

    public double[] Z { get; }

    /// <summary>Entries [i, j] for i &lt; j.</summary>
    public double[,] XX { get; }

    /// <summary>Entries [i, j] for i &lt; j.</summary>
    public double[,] ZZ { get; }

    /// <summary>The moments of a vector, which is left as it is; without pairs those stay 0.</summary>
    public static PauliMoments Of(Statevector vector, bool pairs)
    {
        var moments = new PauliMoments(vector.QubitCount);
        var scratch = new double[Math.Max(1, vector.Length)];
        Fold(vector.Probabilities(), scratch, moments.Z, pairs ? moments.ZZ : null);
        using (var turned = Turned(vector, ToX))
        {
            Fold(turned.Probabilities(), scratch, moments.X, pairs ? moments.XX : null);
        }

        using (var turned = Turned(vector, ToY))
        {
            Fold(turned.Probabilities(), scratch, moments.Y, null);
        }

        return moments;
    }

    private static Statevector Turned(Statevector vector, Complex[] matrix)
    {
        var turned = vector.Clone();
        turned.Apply([.. Enumerable.Range(0, vector.QubitCount).Select(bit => new LocalGate(LocalGateKind.Dense, [bit], 0, 0, matrix))]);
        return turned;
    }

    /// <summary>Σ p(x) (−1)^(x_i) and Σ p(x) (−1)^(x_i + x_j): the highest bit is folded into sum and difference, and so on; p is used up.</summary>
    private static void Fold(double[] p, double[] difference, double[] single, double[,]? pairs)
    {
        for (var bit = single.Length - 1; bit >= 0; bit--)
        {
            var half = 1 << bit;
            if (pairs is null)
            {
                single[bit] = VectorSums.Fold(p.AsSpan(0, half), p.AsSpan(half, half));
                continue;
            }

            single[bit] = VectorSums.Fold(p.AsSpan(0, half), p.AsSpan(half, half), difference.AsSpan(0, half));
            for (var other = bit - 1; other >= 0; other--)
            {
                var quarter = 1 << other;
                pairs[other, bit] = VectorSums.Fold(difference.AsSpan(0, quarter), difference.AsSpan(quarter, quarter));
            }
        }
    }
}
