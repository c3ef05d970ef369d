using System.Numerics;

namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>
/// A gate on bits of a block's index: the first target is the least significant bit of the matrix; it acts where the bits of <see cref="ControlMask"/> have
/// the values of <see cref="ControlValue"/>.
/// </summary>
internal sealed record LocalGate(LocalGateKind Kind, int[] Targets, long ControlMask, long ControlValue, Complex[] Elements)
{
    /// <summary>The bits of the targets.</summary>
    public long TargetMask { get; } = Mask(Targets);

    /// <summary>The bits of targets and controls.</summary>
    public long BitMask => TargetMask | ControlMask;

    /// <summary>Whether it is a matrix on two targets that only mixes basis states that differ in none or in both of them.</summary>
    public bool IsCrossed()
    {
        if (Elements.Length != 16 || Kind != LocalGateKind.Dense)
        {
            return false;
        }

        for (var entry = 0; entry < Elements.Length; entry++)
        {
            if ((((entry >> 2) ^ entry) & 3) is 1 or 2 && Elements[entry] != Complex.Zero)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>
    /// The gate within a part of the block, where the bits of <paramref name="outside"/> have values and the others the places <paramref name="places"/>;
    /// <see langword="null"/> where it does nothing there. Only controls and targets of diagonals may be outside.
    /// </summary>
    public LocalGate? Restrict(long outside, long value, ReadOnlySpan<int> places)
    {
        if (((value ^ ControlValue) & ControlMask & outside) != 0)
        {
            return null;
        }

        long mask = 0;
        long kept = 0;
        for (var rest = ControlMask & ~outside; rest != 0; rest &= rest - 1)
        {
            var bit = BitOperations.TrailingZeroCount(rest);
            mask |= 1L << places[bit];
            kept |= ((ControlValue >> bit) & 1) << places[bit];
        }

        var inside = new List<int>(Targets.Length);
        var fixedIndex = 0;
        for (var i = 0; i < Targets.Length; i++)
        {
            if (((outside >> Targets[i]) & 1) != 0)
            {
                fixedIndex |= (int)((value >> Targets[i]) & 1) << i;
            }
            else
            {
                inside.Add(i);
            }
        }

        int[] targets = [.. inside.Select(place => Targets[place])];
        for (var i = 0; i < targets.Length; i++)
        {
            targets[i] = places[targets[i]];
        }

        if (inside.Count == Targets.Length)
        {
            return new LocalGate(Kind, targets, mask, kept, Elements);
        }

        var phases = new Complex[1 << inside.Count];
        for (var index = 0; index < phases.Length; index++)
        {
            var full = fixedIndex;
            for (var i = 0; i < inside.Count; i++)
            {
                full |= ((index >> i) & 1) << inside[i];
            }

            phases[index] = Elements[full];
        }

        return Array.TrueForAll(phases, phase => phase == Complex.One) ? null : new LocalGate(Kind, targets, mask, kept, phases);
    }

    private static long Mask(int[] bits)
    {
        long mask = 0;
        foreach (var bit in bits)
        {
            mask |= 1L << bit;
        }

        return mask;
    }

    /// <summary>The gate of a kernel on the bits that hold its qubits.</summary>
    public static LocalGate From(GateKernel kernel, ReadOnlySpan<int> positions)
    {
        long mask = 0;
        long value = 0;
        for (var i = 0; i < kernel.Controls.Length; i++)
        {
            var bit = 1L << positions[kernel.Controls[i]];
            mask |= bit;
            value |= ((kernel.ControlValues >> i) & 1) != 0 ? bit : 0;
        }

        var targets = new int[kernel.Targets.Length];
        for (var i = 0; i < targets.Length; i++)
        {
            targets[i] = positions[kernel.Targets[i]];
        }

        return kernel.Class switch
        {
            GateKernelClass.Diagonal => new LocalGate(LocalGateKind.Diagonal, targets, mask, value, kernel.Elements),
            GateKernelClass.Permutation when kernel.IsExchange => new LocalGate(LocalGateKind.Swap, targets, mask, value, []),
            GateKernelClass.Permutation when kernel.IsNot => new LocalGate(LocalGateKind.Not, targets, mask, value, []),
            _ => new LocalGate(LocalGateKind.Dense, targets, mask, value, kernel.Matrix()),
        };
    }
}
