using System.Numerics;

namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>
/// A gate on bits of a block's index: the first target is the least significant bit of the matrix; it acts where the bits of <see cref="ControlMask"/> have
/// the values of <see cref="ControlValue"/>.
/// </summary>
internal sealed record LocalGate(LocalGateKind Kind, int[] Targets, long ControlMask, long ControlValue, Complex[] Elements)
{
    /// <summary>The gate of a kernel on the bits that hold its qubits; <see langword="null"/> where it does nothing.</summary>
    public static LocalGate? From(GateKernel kernel, ReadOnlySpan<int> positions)
    {
        if (kernel.Class == GateKernelClass.Identity)
        {
            return null;
        }

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
            GateKernelClass.Permutation when kernel.IsNot => new LocalGate(LocalGateKind.Not, targets, mask, value, []),
            _ => new LocalGate(LocalGateKind.Dense, targets, mask, value, kernel.Matrix()),
        };
    }
}
