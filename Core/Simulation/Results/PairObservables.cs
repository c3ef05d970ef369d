namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>ZZ and XX of all pairs of qubits of a product state.</summary>
internal static class PairObservables
{
    /// <summary>Fills the entries [i, j], i &lt; j; pairs of different groups are products of their Bloch vectors.</summary>
    public static unsafe void Fill(ComponentState state, double[,] zz, double[,] xx, (double X, double Y, double Z)[] bloch)
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
                var amplitudes = group.Vector.Pointer;
                double z = 0, x = 0;
                for (long index = 0; index < group.Vector.Length; index++)
                {
                    var a = amplitudes + (2 * index);
                    var b = amplitudes + (2 * (index ^ one ^ two));
                    var weight = (a[0] * a[0]) + (a[1] * a[1]);
                    z += (index & one) == 0 == ((index & two) == 0) ? weight : -weight;
                    x += (a[0] * b[0]) + (a[1] * b[1]);
                }

                zz[first, second] = z;
                xx[first, second] = x;
            }
        }
    }
}
