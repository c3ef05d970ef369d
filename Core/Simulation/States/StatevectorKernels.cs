using System.Numerics;

namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>Gates, projections and norms on a block of amplitudes, in place.</summary>
internal static unsafe class StatevectorKernels
{
    /// <summary>Applies a gate whose qubit numbers are bits of the index.</summary>
    public static void Apply(double* amplitudes, int qubitCount, GateKernel gate)
    {
        if (gate.Class == GateKernelClass.Identity)
        {
            return;
        }

        var targets = gate.Targets;
        var fixedBits = new int[targets.Length + gate.Controls.Length];
        targets.CopyTo(fixedBits, 0);
        gate.Controls.CopyTo(fixedBits, targets.Length);
        Array.Sort(fixedBits);
        long controlOffset = 0;
        for (var i = 0; i < gate.Controls.Length; i++)
        {
            controlOffset |= (long)((gate.ControlValues >> i) & 1) << gate.Controls[i];
        }

        var dimension = 1 << targets.Length;
        var offsets = new long[dimension];
        for (var index = 0; index < dimension; index++)
        {
            for (var bit = 0; bit < targets.Length; bit++)
            {
                offsets[index] |= (long)((index >> bit) & 1) << targets[bit];
            }
        }

        var groups = 1L << (qubitCount - fixedBits.Length);
        switch (gate.Class)
        {
            case GateKernelClass.Diagonal:
                Diagonal(amplitudes, groups, fixedBits, controlOffset, offsets, gate.Elements);
                break;
            case GateKernelClass.Permutation:
                Permutation(amplitudes, groups, fixedBits, controlOffset, offsets, gate.Elements, gate.Rows);
                break;
            default:
                Dense(amplitudes, groups, fixedBits, controlOffset, offsets, gate.Elements);
                break;
        }
    }

    /// <summary>Σ |a|² over the indices whose bit has the value.</summary>
    public static double Weight(double* amplitudes, int qubitCount, int bit, bool value)
    {
        var offset = value ? 1L << bit : 0;
        var groups = 1L << (qubitCount - 1);
        var sum = 0.0;
        for (long group = 0; group < groups; group++)
        {
            var index = 2 * (Insert(group, bit) | offset);
            sum += (amplitudes[index] * amplitudes[index]) + (amplitudes[index + 1] * amplitudes[index + 1]);
        }

        return sum;
    }

    /// <summary>Multiplies the amplitudes whose bit is 0 and those whose bit is 1 by two factors.</summary>
    public static void Scale(double* amplitudes, int qubitCount, int bit, double zero, double one)
    {
        for (long index = 0; index < 1L << qubitCount; index++)
        {
            var factor = ((index >> bit) & 1) != 0 ? one : zero;
            amplitudes[2 * index] *= factor;
            amplitudes[(2 * index) + 1] *= factor;
        }
    }

    /// <summary>Keeps the half whose bit has the value, multiplied by a factor, as a vector of one qubit less.</summary>
    public static void Compact(double* amplitudes, int qubitCount, int bit, bool value, double factor)
    {
        var offset = value ? 1L << bit : 0;
        for (long index = 0; index < 1L << (qubitCount - 1); index++)
        {
            var source = Insert(index, bit) | offset;
            amplitudes[2 * index] = amplitudes[2 * source] * factor;
            amplitudes[(2 * index) + 1] = amplitudes[(2 * source) + 1] * factor;
        }
    }

    /// <summary>The index with a 0 put in at a bit's place.</summary>
    public static long Insert(long index, int bit)
    {
        var low = index & ((1L << bit) - 1);
        return ((index ^ low) << 1) | low;
    }

    private static long Expand(long index, int[] bits)
    {
        foreach (var bit in bits)
        {
            index = Insert(index, bit);
        }

        return index;
    }

    private static void Diagonal(double* amplitudes, long groups, int[] bits, long controlOffset, long[] offsets, Complex[] phases)
    {
        for (long group = 0; group < groups; group++)
        {
            var start = Expand(group, bits) | controlOffset;
            for (var i = 0; i < offsets.Length; i++)
            {
                Multiply(amplitudes + (2 * (start | offsets[i])), phases[i]);
            }
        }
    }

    private static void Permutation(double* amplitudes, long groups, int[] bits, long controlOffset, long[] offsets, Complex[] entries, int[] rows)
    {
        var buffer = new Complex[offsets.Length];
        for (long group = 0; group < groups; group++)
        {
            var start = Expand(group, bits) | controlOffset;
            for (var i = 0; i < offsets.Length; i++)
            {
                var pointer = amplitudes + (2 * (start | offsets[i]));
                buffer[rows[i]] = new Complex(pointer[0], pointer[1]) * entries[i];
            }

            for (var i = 0; i < offsets.Length; i++)
            {
                var pointer = amplitudes + (2 * (start | offsets[i]));
                pointer[0] = buffer[i].Real;
                pointer[1] = buffer[i].Imaginary;
            }
        }
    }

    private static void Dense(double* amplitudes, long groups, int[] bits, long controlOffset, long[] offsets, Complex[] matrix)
    {
        var dimension = offsets.Length;
        var buffer = new Complex[dimension];
        for (long group = 0; group < groups; group++)
        {
            var start = Expand(group, bits) | controlOffset;
            for (var i = 0; i < dimension; i++)
            {
                var pointer = amplitudes + (2 * (start | offsets[i]));
                buffer[i] = new Complex(pointer[0], pointer[1]);
            }

            for (var row = 0; row < dimension; row++)
            {
                double real = 0, imaginary = 0;
                for (var column = 0; column < dimension; column++)
                {
                    var entry = matrix[(row * dimension) + column];
                    var value = buffer[column];
                    real += (entry.Real * value.Real) - (entry.Imaginary * value.Imaginary);
                    imaginary += (entry.Real * value.Imaginary) + (entry.Imaginary * value.Real);
                }

                var pointer = amplitudes + (2 * (start | offsets[row]));
                pointer[0] = real;
                pointer[1] = imaginary;
            }
        }
    }

    private static void Multiply(double* pointer, Complex factor)
    {
        var real = (pointer[0] * factor.Real) - (pointer[1] * factor.Imaginary);
        pointer[1] = (pointer[0] * factor.Imaginary) + (pointer[1] * factor.Real);
        pointer[0] = real;
    }
}
