namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>Distributions over some qubits of a state.</summary>
internal static class Marginals
{
    /// <summary>The distribution over bits of one vector: bit i of an outcome is bit <paramref name="positions"/>[i] of the index.</summary>
    public static double[] Of(Statevector vector, IReadOnlyList<int> positions)
    {
        var marginal = new double[1L << positions.Count];
        for (long index = 0; index < vector.Length; index++)
        {
            long outcome = 0;
            for (var bit = 0; bit < positions.Count; bit++)
            {
                outcome |= ((index >> positions[bit]) & 1) << bit;
            }

            var amplitude = vector[index];
            marginal[outcome] += (amplitude.Real * amplitude.Real) + (amplitude.Imaginary * amplitude.Imaginary);
        }

        return marginal;
    }

    /// <summary>The distribution over qubits of a product state: bit i of an outcome is <paramref name="qubits"/>[i].</summary>
    public static double[] Of(ComponentState state, ReadOnlySpan<int> qubits)
    {
        var joint = new double[1L << qubits.Length];
        Array.Fill(joint, 1);
        var handled = new List<Component>();
        for (var i = 0; i < qubits.Length; i++)
        {
            if (state.GroupOf(qubits[i]) is not { } group)
            {
                var value = state.ValueOf(qubits[i]) ? 1L : 0;
                for (long outcome = 0; outcome < joint.Length; outcome++)
                {
                    if (((outcome >> i) & 1) != value)
                    {
                        joint[outcome] = 0;
                    }
                }

                continue;
            }

            if (!handled.Contains(group))
            {
                handled.Add(group);
                Multiply(state, qubits, group, joint);
            }
        }

        return joint;
    }

    private static void Multiply(ComponentState state, ReadOnlySpan<int> qubits, Component group, double[] joint)
    {
        var bits = new List<int>();
        var positions = new List<int>();
        for (var i = 0; i < qubits.Length; i++)
        {
            if (state.GroupOf(qubits[i]) == group)
            {
                bits.Add(i);
                positions.Add(state.PositionOf(qubits[i]));
            }
        }

        var marginal = Of(group.Vector, positions);
        for (long outcome = 0; outcome < joint.Length; outcome++)
        {
            long local = 0;
            for (var bit = 0; bit < bits.Count; bit++)
            {
                local |= ((outcome >> bits[bit]) & 1) << bit;
            }

            joint[outcome] *= marginal[local];
        }
    }
}
