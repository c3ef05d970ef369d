using System.Numerics;

namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>
/// A state as a product of vectors, one for each group of qubits that gates have joined; a qubit whose value is known is in none.
/// Groups join when a gate joins them; a measured qubit leaves its group.
/// </summary>
internal sealed class ComponentState : QuantumState
{
    private readonly Component?[] components;
    private readonly int[] positions;
    private readonly bool[] values;

    public ComponentState(int qubitCount)
    {
        components = new Component?[qubitCount];
        positions = new int[qubitCount];
        values = new bool[qubitCount];
    }

    public override int QubitCount => components.Length;

    public override long Bytes => Groups.Sum(group => (long)Statevector.Bytes(group.Vector.QubitCount));

    /// <summary>The groups, by their lowest qubit.</summary>
    public IEnumerable<Component> Groups => components.OfType<Component>().Distinct();

    /// <summary>The group of a qubit; <see langword="null"/> where the qubit has a known value.</summary>
    public Component? GroupOf(int qubit) => components[qubit];

    /// <summary>A qubit's bit in its group's vector.</summary>
    public int PositionOf(int qubit) => positions[qubit];

    /// <summary>The value of a qubit that is in no group.</summary>
    public bool ValueOf(int qubit) => values[qubit];

    public override unsafe void Apply(GateKernel gate)
    {
        if (gate.Class == GateKernelClass.Identity)
        {
            return;
        }

        if (gate.IsSwap)
        {
            Exchange(gate.Targets[0], gate.Targets[1]);
            return;
        }

        if (!DropKnownControls(ref gate) || ApplyToKnown(gate))
        {
            return;
        }

        var group = Join(gate);
        var local = gate.Relabel(
            Array.ConvertAll(gate.Targets, qubit => positions[qubit]), Array.ConvertAll(gate.Controls, qubit => positions[qubit]), gate.ControlValues);
        StatevectorKernels.Apply(group.Vector.Pointer, group.Vector.QubitCount, local);
    }

    public override unsafe double ProbabilityOfOne(int qubit)
    {
        if (components[qubit] is not { } group)
        {
            return values[qubit] ? 1 : 0;
        }

        var one = StatevectorKernels.Weight(group.Vector.Pointer, group.Vector.QubitCount, positions[qubit], true);
        var zero = StatevectorKernels.Weight(group.Vector.Pointer, group.Vector.QubitCount, positions[qubit], false);
        return one / (zero + one);
    }

    public override unsafe void Collapse(int qubit, bool outcome)
    {
        if (components[qubit] is not { } group)
        {
            if (values[qubit] != outcome)
            {
                throw new InvalidOperationException($"Qubit {qubit} can't be measured as {(outcome ? 1 : 0)}.");
            }

            return;
        }

        var weight = StatevectorKernels.Weight(group.Vector.Pointer, group.Vector.QubitCount, positions[qubit], outcome);
        if (weight <= 0)
        {
            throw new InvalidOperationException($"Qubit {qubit} can't be measured as {(outcome ? 1 : 0)}.");
        }

        Leave(group, qubit, outcome, 1 / Math.Sqrt(weight));
    }

    public override unsafe void Damp(int qubit, double gamma, bool jump)
    {
        if (jump)
        {
            Collapse(qubit, true);
            values[qubit] = false;
            return;
        }

        if (components[qubit] is { } group)
        {
            var one = StatevectorKernels.Weight(group.Vector.Pointer, group.Vector.QubitCount, positions[qubit], true);
            var zero = StatevectorKernels.Weight(group.Vector.Pointer, group.Vector.QubitCount, positions[qubit], false);
            var norm = 1 / Math.Sqrt(zero + ((1 - gamma) * one));
            StatevectorKernels.Scale(group.Vector.Pointer, group.Vector.QubitCount, positions[qubit], norm, norm * Math.Sqrt(1 - gamma));
        }
    }

    public override QuantumState Clone()
    {
        var copy = new ComponentState(QubitCount);
        positions.CopyTo(copy.positions, 0);
        values.CopyTo(copy.values, 0);
        foreach (var group in Groups)
        {
            var twin = new Component([.. group.Qubits], group.Vector.Clone());
            foreach (var qubit in group.Qubits)
            {
                copy.components[qubit] = twin;
            }
        }

        return copy;
    }

    public override double Fidelity(QuantumState other) => ComponentOverlap.Fidelity(this, (ComponentState)other);

    public override OutcomeSampler Outcomes(ReadOnlySpan<int> qubits) => new ComponentOutcomeSampler(this, qubits);

    public override void Dispose()
    {
        foreach (var group in Groups)
        {
            group.Vector.Dispose();
        }

        Array.Clear(components);
    }

    private void Exchange(int first, int second)
    {
        (components[first], components[second]) = (components[second], components[first]);
        (positions[first], positions[second]) = (positions[second], positions[first]);
        (values[first], values[second]) = (values[second], values[first]);
        if (components[first] is { } one)
        {
            one.Qubits[positions[first]] = first;
        }

        if (components[second] is { } two)
        {
            two.Qubits[positions[second]] = second;
        }
    }

    /// <summary>Leaves out controls that are known to hold; false where one is known not to.</summary>
    private bool DropKnownControls(ref GateKernel gate)
    {
        var kept = new List<int>(gate.Controls.Length);
        ulong keptValues = 0;
        for (var i = 0; i < gate.Controls.Length; i++)
        {
            var qubit = gate.Controls[i];
            var actsOn = ((gate.ControlValues >> i) & 1) != 0;
            if (components[qubit] is null)
            {
                if (values[qubit] != actsOn)
                {
                    return false;
                }
            }
            else
            {
                keptValues |= (actsOn ? 1UL : 0) << kept.Count;
                kept.Add(qubit);
            }
        }

        if (kept.Count < gate.Controls.Length)
        {
            gate = gate.Relabel(gate.Targets, [.. kept], keptValues);
        }

        return true;
    }

    /// <summary>Applies a gate that leaves known targets known; true where that was all.</summary>
    private bool ApplyToKnown(GateKernel gate)
    {
        if (gate.Class == GateKernelClass.Dense || gate.Targets.Any(qubit => components[qubit] is not null))
        {
            return false;
        }

        var column = 0;
        for (var bit = 0; bit < gate.Targets.Length; bit++)
        {
            column |= (values[gate.Targets[bit]] ? 1 : 0) << bit;
        }

        if (gate.Class == GateKernelClass.Diagonal)
        {
            if (gate.Controls.Length > 0)
            {
                Apply(GateCompiler.PhaseOnControls(gate.Controls, gate.ControlValues, gate.Elements[column]));
            }

            return true;
        }

        if (gate.Controls.Length > 0)
        {
            return false;
        }

        for (var bit = 0; bit < gate.Targets.Length; bit++)
        {
            values[gate.Targets[bit]] = ((gate.Rows[column] >> bit) & 1) != 0;
        }

        return true;
    }

    private Component Join(GateKernel gate)
    {
        Component? joined = null;
        foreach (var qubit in gate.Targets.Concat(gate.Controls).OrderByDescending(qubit => components[qubit]?.Qubits.Count ?? 0))
        {
            if (components[qubit] is { } group)
            {
                if (joined is null)
                {
                    joined = group;
                }
                else if (group != joined)
                {
                    Absorb(joined, group);
                }
            }
            else
            {
                joined ??= new Component([], One());
                Grow(joined, qubit);
            }
        }

        return joined!;
    }

    private static Statevector One()
    {
        var vector = new Statevector(0);
        vector[0] = Complex.One;
        return vector;
    }

    private unsafe void Grow(Component group, int qubit)
    {
        var old = group.Vector;
        var vector = new Statevector(old.QubitCount + 1);
        var bytes = (long)Statevector.Bytes(old.QubitCount);
        Buffer.MemoryCopy(old.Pointer, vector.Pointer + (values[qubit] ? 2 * old.Length : 0), bytes, bytes);
        old.Dispose();
        group.Vector = vector;
        components[qubit] = group;
        positions[qubit] = group.Qubits.Count;
        group.Qubits.Add(qubit);
    }

    private void Absorb(Component group, Component other)
    {
        var low = group.Vector;
        var high = other.Vector;
        var vector = new Statevector(low.QubitCount + high.QubitCount);
        for (long j = 0; j < high.Length; j++)
        {
            for (long i = 0; i < low.Length; i++)
            {
                vector[(j * low.Length) + i] = low[i] * high[j];
            }
        }

        low.Dispose();
        high.Dispose();
        group.Vector = vector;
        foreach (var qubit in other.Qubits)
        {
            components[qubit] = group;
            positions[qubit] = group.Qubits.Count;
            group.Qubits.Add(qubit);
        }
    }

    private unsafe void Leave(Component group, int qubit, bool outcome, double factor)
    {
        var position = positions[qubit];
        StatevectorKernels.Compact(group.Vector.Pointer, group.Vector.QubitCount, position, outcome, factor);
        group.Vector.QubitCount--;
        group.Qubits.RemoveAt(position);
        for (var i = position; i < group.Qubits.Count; i++)
        {
            positions[group.Qubits[i]] = i;
        }

        components[qubit] = null;
        values[qubit] = outcome;
        if (group.Qubits.Count == 0)
        {
            group.Vector.Dispose();
        }
    }
}
