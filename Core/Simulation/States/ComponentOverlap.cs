using System.Numerics;

namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>The overlap of two product states whose groups may differ.</summary>
internal static class ComponentOverlap
{
    /// <summary>|⟨a|b⟩|², as the product over the groups of qubits that either state joins.</summary>
    public static double Fidelity(ComponentState a, ComponentState b)
    {
        var fidelity = 1.0;
        var seen = new bool[a.QubitCount];
        var members = new List<int>();
        for (var start = 0; start < seen.Length && fidelity > 0; start++)
        {
            if (seen[start])
            {
                continue;
            }

            Collect(start, a, b, seen, members);
            fidelity *= members.Count == 1 && a.GroupOf(start) is null && b.GroupOf(start) is null
                ? a.ValueOf(start) == b.ValueOf(start) ? 1 : 0
                : Overlap(a, b, members);
        }

        return Math.Min(fidelity, 1);
    }

    /// <summary>The amplitudes of qubits that no group joins with others, as one vector: bit i is <paramref name="qubits"/>[i].</summary>
    public static Statevector Expand(ComponentState state, IReadOnlyList<int> qubits)
    {
        var vector = new Statevector(state.Options, 0, qubits.Count);
        vector[0] = Complex.One;
        var order = new List<int>();
        foreach (var qubit in qubits)
        {
            if (order.Contains(qubit))
            {
                continue;
            }

            if (state.GroupOf(qubit) is { } group)
            {
                vector.Absorb(group.Vector);
                order.AddRange(group.Qubits);
            }
            else
            {
                vector.Grow(state.ValueOf(qubit));
                order.Add(qubit);
            }
        }

        return Reorder(vector, order, qubits);
    }

    private static void Collect(int start, ComponentState a, ComponentState b, bool[] seen, List<int> members)
    {
        members.Clear();
        members.Add(start);
        seen[start] = true;
        for (var i = 0; i < members.Count; i++)
        {
            foreach (var group in (ReadOnlySpan<Component?>)[a.GroupOf(members[i]), b.GroupOf(members[i])])
            {
                foreach (var qubit in group?.Qubits ?? [])
                {
                    if (!seen[qubit])
                    {
                        seen[qubit] = true;
                        members.Add(qubit);
                    }
                }
            }
        }
    }

    private static double Overlap(ComponentState a, ComponentState b, List<int> members)
    {
        if (Whole(a, members) is { } left && Whole(b, members) is { } right && left.Qubits.SequenceEqual(right.Qubits))
        {
            return Squared(left.Vector.Inner(right.Vector));
        }

        using var first = Expand(a, members);
        using var second = Expand(b, members);
        return Squared(first.Inner(second));
    }

    private static Component? Whole(ComponentState state, List<int> members) =>
        state.GroupOf(members[0]) is { } group && group.Qubits.Count == members.Count ? group : null;

    private static double Squared(Complex value) => (value.Real * value.Real) + (value.Imaginary * value.Imaginary);

    /// <summary>Puts a vector's bits into another order, in place.</summary>
    public static Statevector Reorder(Statevector vector, List<int> order, IReadOnlyList<int> qubits)
    {
        if (order.SequenceEqual(qubits))
        {
            return vector;
        }

        var current = new List<int>(order);
        var exchanges = new List<LocalGate>();
        for (var bit = current.Count - 1; bit >= 0; bit--)
        {
            var place = current.IndexOf(qubits[bit]);
            if (place != bit)
            {
                exchanges.Add(new LocalGate(LocalGateKind.Swap, [place, bit], 0, 0, []));
                (current[place], current[bit]) = (current[bit], current[place]);
            }
        }

        vector.Apply(exchanges);
        return vector;
    }
}
