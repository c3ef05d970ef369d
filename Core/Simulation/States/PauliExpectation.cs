using System.Numerics;
using System.Runtime.CompilerServices;

namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>⟨P⟩ of a Pauli string in one pass over a state, without moving it: Σᵢ conj(a[i ⊕ x]) a[i] (−1)^(i·z), up to a phase.</summary>
internal static class PauliExpectation
{
    /// <summary>|⟨P⟩| of a product state: the product over its groups.</summary>
    public static double Of(ComponentState state, PauliString pauli)
    {
        var product = 1.0;
        for (var qubit = 0; qubit < state.QubitCount; qubit++)
        {
            if (state.GroupOf(qubit) is null && pauli.HasX(qubit))
            {
                return 0;
            }
        }

        foreach (var group in state.Groups)
        {
            long x = 0, z = 0;
            for (var bit = 0; bit < group.Qubits.Count; bit++)
            {
                x |= pauli.HasX(group.Qubits[bit]) ? 1L << bit : 0;
                z |= pauli.HasZ(group.Qubits[bit]) ? 1L << bit : 0;
            }

            product *= x == 0 && z == 0 ? 1 : Of(group.Vector, x, z);
        }

        return Math.Min(1, product);
    }

    private static unsafe double Of(Statevector vector, long x, long z)
    {
        var sum = vector.Kernels.ElementBytes == sizeof(Complex)
            ? Sum((double*)vector.Pointer, vector.Length, x, z)
            : Sum((float*)vector.Pointer, vector.Length, x, z);
        GC.KeepAlive(vector);
        return Math.Abs(sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static unsafe double Sum<T>(T* amplitudes, long length, long x, long z)
        where T : unmanaged, INumberBase<T>
    {
        // The terms of i and i ⊕ x are conjugate, or opposite where the string has an odd number of Y.
        var odd = (BitOperations.PopCount((ulong)(x & z)) & 1) != 0;
        var low = x & -x;
        var sum = 0.0;
        for (long index = 0; index < length; index++)
        {
            if ((index & low) != 0)
            {
                index += low - 1;
                continue;
            }

            var other = index ^ x;
            var real = double.CreateTruncating(amplitudes[2 * index]);
            var imaginary = double.CreateTruncating(amplitudes[(2 * index) + 1]);
            var otherReal = double.CreateTruncating(amplitudes[2 * other]);
            var otherImaginary = double.CreateTruncating(amplitudes[(2 * other) + 1]);
            var term = odd ? (otherReal * imaginary) - (otherImaginary * real) : (otherReal * real) + (otherImaginary * imaginary);
            sum += (BitOperations.PopCount((ulong)(index & z)) & 1) != 0 ? -term : term;
        }

        return x == 0 ? sum : 2 * sum;
    }
}
