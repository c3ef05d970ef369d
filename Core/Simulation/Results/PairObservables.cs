namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>ZZ and XX of all pairs of qubits of a product state.</summary>
internal static class PairObservables
{
    /// <summary>Fills the entries [i, j], i &lt; j; pairs of different groups are products of their Bloch vectors.</summary>
    public static void Fill(ComponentState state, double[,] zz, double[,] xx, (double X, double Y, double Z)[] bloch)
    {
        for (var first = 0; first < bloch.Length; first++)
        {
            for (var second = first + 1; second < bloch.Length; second++)
            {
                if (state.GroupOf(first) is not { } group || group != state.GroupOf(second))
                {
                    zz[first, second] = bloch[first].Z * bloch[second].Z;
                    xx[first, second] = bloch[first].X * bloch[second].X;
                    continue;
                }

                var one = 1L << state.PositionOf(first);
                var two = 1L << state.PositionOf(second);
                double z = 0, x = 0;
                for (long index = 0; index < group.Vector.Length; index++)
                {
                    var a = group.Vector[index];
                    var b = group.Vector[index ^ one ^ two];
                    var weight = (a.Real * a.Real) + (a.Imaginary * a.Imaginary);
                    z += (index & one) == 0 == ((index & two) == 0) ? weight : -weight;
                    x += (a.Real * b.Real) + (a.Imaginary * b.Imaginary);
                }

                zz[first, second] = z;
                xx[first, second] = x;
            }
        }
    }
}
