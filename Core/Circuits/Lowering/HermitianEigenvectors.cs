using System.Numerics;

namespace Orleans.QuantumMesh.Core.Circuits.Lowering;

/// <summary>Eigenvectors of small Hermitian matrices by Jacobi's rotations (Golub and Van Loan, Matrix Computations, section 8.5).</summary>
internal static class HermitianEigenvectors
{
    /// <summary>The eigenvectors as columns of a unitary matrix, row by row.</summary>
    public static Complex[] Of(Complex[] matrix, int dimension)
    {
        var a = (Complex[])matrix.Clone();
        var vectors = new Complex[a.Length];
        for (var i = 0; i < dimension; i++)
        {
            vectors[(i * dimension) + i] = 1;
        }

        for (var sweep = 0; sweep < 60; sweep++)
        {
            var rest = 0.0;
            for (var p = 0; p < dimension; p++)
            {
                for (var q = p + 1; q < dimension; q++)
                {
                    rest = Math.Max(rest, a[(p * dimension) + q].Magnitude);
                    Rotate(a, vectors, dimension, p, q);
                }
            }

            if (rest < 1e-15)
            {
                break;
            }
        }

        return vectors;
    }

    private static void Rotate(Complex[] a, Complex[] vectors, int n, int p, int q)
    {
        var off = a[(p * n) + q];
        var magnitude = off.Magnitude;
        if (magnitude < 1e-300)
        {
            return;
        }

        var phase = off / magnitude;
        var theta = (a[(q * n) + q].Real - a[(p * n) + p].Real) / (2 * magnitude);
        var t = (theta >= 0 ? 1 : -1) / (Math.Abs(theta) + Math.Sqrt((theta * theta) + 1));
        var c = 1 / Math.Sqrt((t * t) + 1);
        var s = t * c;
        for (var k = 0; k < n; k++)
        {
            var (x, y) = (a[(k * n) + p], a[(k * n) + q]);
            a[(k * n) + p] = (c * x) - (s * Complex.Conjugate(phase) * y);
            a[(k * n) + q] = (s * phase * x) + (c * y);
            (x, y) = (vectors[(k * n) + p], vectors[(k * n) + q]);
            vectors[(k * n) + p] = (c * x) - (s * Complex.Conjugate(phase) * y);
            vectors[(k * n) + q] = (s * phase * x) + (c * y);
        }

        for (var k = 0; k < n; k++)
        {
            var (x, y) = (a[(p * n) + k], a[(q * n) + k]);
            a[(p * n) + k] = (c * x) - (s * phase * y);
            a[(q * n) + k] = (s * Complex.Conjugate(phase) * x) + (c * y);
        }
    }
}
