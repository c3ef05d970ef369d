namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>Distributions over some qubits of a state.</summary>
internal static class Marginals
{
    /// <summary>The distribution over bits of one vector: bit i of an outcome is bit <paramref name="positions"/>[i] of the index.</summary>
    public static double[] Of(Statevector vector, IReadOnlyList<int> positions)
    {
        var probabilities = vector.Probabilities();
        var kept = new List<int>();
        var length = probabilities.Length;
        for (var bit = vector.QubitCount - 1; bit >= 0; bit--)
        {
            if (positions.Contains(bit))
            {
                kept.Insert(0, bit);
                continue;
            }

            // Sum the bit out: the runs above it move together.
            var run = 1 << bit;
            for (var start = 0; start < length / 2; start += run)
            {
                var target = probabilities.AsSpan(start, run);
                if (start > 0)
                {
                    probabilities.AsSpan(2 * start, run).CopyTo(target);
                }

                VectorSums.AddTo(target, probabilities.AsSpan((2 * start) + run, run));
            }

            length /= 2;
        }

        return Ordered(probabilities, length, kept, positions);
    }

    /// <summary>The distribution over qubits of a product state: bit i of an outcome is <paramref name="qubits"/>[i].</summary>
    public static double[] Of(ComponentState state, ReadOnlySpan<int> qubits)
    {
        var joint = new double[1L << qubits.Length];
        joint[0] = 1;
        var length = 1;
        var order = new List<int>();
        foreach (var qubit in qubits)
        {
            if (order.Contains(qubit))
            {
                continue;
            }

            if (state.GroupOf(qubit) is not { } group)
            {
                if (state.ValueOf(qubit))
                {
                    joint.AsSpan(0, length).CopyTo(joint.AsSpan(length));
                    joint.AsSpan(0, length).Clear();
                }

                order.Add(qubit);
                length *= 2;
                continue;
            }

            var members = new List<int>();
            foreach (var other in qubits)
            {
                if (state.GroupOf(other) == group)
                {
                    members.Add(other);
                }
            }

            var factor = Of(group.Vector, members.ConvertAll(state.PositionOf));
            for (var j = factor.Length - 1; j >= 0; j--)
            {
                for (var i = 0; i < length; i++)
                {
                    joint[(j * length) + i] = joint[i] * factor[j];
                }
            }

            order.AddRange(members);
            length *= factor.Length;
        }

        return Ordered(joint, length, order, qubits.ToArray());
    }

    /// <summary>Brings the bits of a distribution's index from one order into another.</summary>
    private static double[] Ordered(double[] probabilities, int length, List<int> order, IReadOnlyList<int> wanted)
    {
        var places = new int[order.Count];
        var inOrder = true;
        for (var i = 0; i < places.Length; i++)
        {
            places[i] = IndexOf(wanted, order[i]);
            inOrder &= places[i] == i;
        }

        if (inOrder)
        {
            return length == probabilities.Length ? probabilities : probabilities[..length];
        }

        const int chunk = 10;
        var tables = new int[(places.Length + chunk - 1) / chunk][];
        for (var table = 0; table < tables.Length; table++)
        {
            tables[table] = new int[1 << chunk];
            for (var index = 0; index < 1 << chunk; index++)
            {
                for (var bit = 0; bit < chunk && (table * chunk) + bit < places.Length; bit++)
                {
                    tables[table][index] |= ((index >> bit) & 1) << places[(table * chunk) + bit];
                }
            }
        }

        var result = new double[length];
        for (var index = 0; index < length; index++)
        {
            var target = 0;
            for (var table = 0; table < tables.Length; table++)
            {
                target |= tables[table][(index >> (table * chunk)) & ((1 << chunk) - 1)];
            }

            result[target] = probabilities[index];
        }

        return result;
    }

    private static int IndexOf(IReadOnlyList<int> list, int value)
    {
        for (var i = 0; i < list.Count; i++)
        {
            if (list[i] == value)
            {
                return i;
            }
        }

        return -1;
    }
}
