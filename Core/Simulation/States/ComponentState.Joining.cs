using System.Numerics;

namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>How qubits come into groups, change places and leave.</summary>
internal sealed partial class ComponentState
{
    private const int SmallestInsertedBit = 3;
    private const int LargestScalarQubits = 8;

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
                joined ??= new Component([], One(qubit));
                Grow(joined, qubit);
            }
        }

        return joined!;
    }

    private Statevector One(int qubit)
    {
        var vector = new Statevector(options, 0, expected is null ? 0 : expected[qubit]);
        vector[0] = Complex.One;
        return vector;
    }

    private void Grow(Component group, int qubit)
    {
        group.Vector.Grow(values[qubit]);
        components[qubit] = group;
        positions[qubit] = group.Qubits.Count;
        group.Qubits.Add(qubit);
    }

    private void Absorb(Component group, Component other)
    {
        if (other.Qubits.Count == 1)
        {
            Insert(group, other);
            return;
        }

        group.Vector.Absorb(other.Vector);
        other.Dispose();
        foreach (var qubit in other.Qubits)
        {
            components[qubit] = group;
            positions[qubit] = group.Qubits.Count;
            group.Qubits.Add(qubit);
        }
    }

    /// <summary>
    /// Bits stay in the order of the qubits, so that the whole needs no reordering in the end; only within a machine vector's width a new bit would cost more than that.
    /// </summary>
    private void Insert(Component group, Component other)
    {
        var qubit = other.Qubits[0];
        var bit = group.Qubits.FindIndex(member => member > qubit);
        if (bit < 0 || (bit < SmallestInsertedBit && group.Qubits.Count > LargestScalarQubits))
        {
            bit = group.Qubits.Count;
        }

        group.Vector.Insert(other.Vector, bit);
        other.Dispose();
        group.Qubits.Insert(bit, qubit);
        components[qubit] = group;
        for (var i = bit; i < group.Qubits.Count; i++)
        {
            positions[group.Qubits[i]] = i;
        }
    }

    private void Leave(Component group, int qubit, bool outcome, double factor)
    {
        var position = positions[qubit];
        group.Vector.Remove(position, outcome, factor);
        group.Qubits.RemoveAt(position);
        for (var i = position; i < group.Qubits.Count; i++)
        {
            positions[group.Qubits[i]] = i;
        }

        components[qubit] = null;
        values[qubit] = outcome;
        if (group.Qubits.Count == 0)
        {
            group.Dispose();
        }
    }
}
