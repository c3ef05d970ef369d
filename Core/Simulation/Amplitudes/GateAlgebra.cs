using System.Numerics;

namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>Small matrices of gates on chosen bits, row by row, the first bit least significant.</summary>
internal static class GateAlgebra
{
    private const double Negligible = 1e-14;

    /// <summary>The gate's matrix on bits that hold all of its own.</summary>
    public static void Embed(LocalGate gate, ReadOnlySpan<int> bits, Span<Complex> matrix)
    {
        var dimension = 1 << bits.Length;
        Span<int> places = stackalloc int[gate.Targets.Length];
        var targetMask = 0;
        var controlMask = 0;
        var controlValue = 0;
        for (var place = 0; place < bits.Length; place++)
        {
            var target = Array.IndexOf(gate.Targets, bits[place]);
            if (target >= 0)
            {
                places[target] = place;
                targetMask |= 1 << place;
            }

            controlMask |= (int)((gate.ControlMask >> bits[place]) & 1) << place;
            controlValue |= (int)((gate.ControlValue >> bits[place]) & 1) << place;
        }

        matrix.Clear();
        var size = 1 << gate.Targets.Length;
        for (var column = 0; column < dimension; column++)
        {
            if ((column & controlMask) != controlValue)
            {
                matrix[(column * dimension) + column] = Complex.One;
                continue;
            }

            var input = 0;
            for (var i = 0; i < places.Length; i++)
            {
                input |= ((column >> places[i]) & 1) << i;
            }

            for (var output = 0; output < size; output++)
            {
                var entry = gate.Kind switch
                {
                    LocalGateKind.Diagonal => output == input ? gate.Elements[input] : Complex.Zero,
                    LocalGateKind.Swap => output == ((input >> 1) | ((input & 1) << 1)) ? Complex.One : Complex.Zero,
                    LocalGateKind.Not => output == input ? Complex.Zero : Complex.One,
                    _ => gate.Elements[(output * size) + input],
                };
                if (entry != Complex.Zero)
                {
                    var row = column & ~targetMask;
                    for (var i = 0; i < places.Length; i++)
                    {
                        row |= ((output >> i) & 1) << places[i];
                    }

                    matrix[(row * dimension) + column] = entry;
                }
            }
        }
    }

    /// <summary>left · right into the result, which is neither.</summary>
    public static void Multiply(ReadOnlySpan<Complex> left, ReadOnlySpan<Complex> right, Span<Complex> result, int dimension)
    {
        for (var row = 0; row < dimension; row++)
        {
            for (var column = 0; column < dimension; column++)
            {
                double real = 0, imaginary = 0;
                for (var inner = 0; inner < dimension; inner++)
                {
                    var a = left[(row * dimension) + inner];
                    var b = right[(inner * dimension) + column];
                    real += (a.Real * b.Real) - (a.Imaginary * b.Imaginary);
                    imaginary += (a.Real * b.Imaginary) + (a.Imaginary * b.Real);
                }

                result[(row * dimension) + column] = new Complex(real, imaginary);
            }
        }
    }

    /// <summary>The gate of a matrix in its cheapest form; <see langword="null"/> for the identity.</summary>
    public static LocalGate? Simplify(int[] bits, ReadOnlySpan<Complex> matrix)
    {
        var dimension = 1 << bits.Length;
        var diagonal = true;
        for (var index = 0; index < matrix.Length && diagonal; index++)
        {
            diagonal = index % (dimension + 1) == 0 || IsZero(matrix[index]);
        }

        if (!diagonal)
        {
            return bits.Length == 1 && IsZero(matrix[0]) && IsZero(matrix[3]) && IsZero(matrix[1] - Complex.One) && IsZero(matrix[2] - Complex.One)
                ? new LocalGate(LocalGateKind.Not, bits, 0, 0, [])
                : new LocalGate(LocalGateKind.Dense, bits, 0, 0, Cleaned(matrix));
        }

        var phases = new Complex[dimension];
        var identity = true;
        for (var index = 0; index < dimension; index++)
        {
            phases[index] = matrix[index * (dimension + 1)];
            identity &= IsZero(phases[index] - phases[0]);
        }

        return identity ? null : new LocalGate(LocalGateKind.Diagonal, bits, 0, 0, phases);
    }

    private static bool IsZero(Complex value) => Math.Abs(value.Real) < Negligible && Math.Abs(value.Imaginary) < Negligible;

    private static Complex[] Cleaned(ReadOnlySpan<Complex> matrix)
    {
        var cleaned = matrix.ToArray();
        foreach (ref var entry in cleaned.AsSpan())
        {
            entry = new Complex(Math.Abs(entry.Real) < Negligible ? 0 : entry.Real, Math.Abs(entry.Imaginary) < Negligible ? 0 : entry.Imaginary);
        }

        return cleaned;
    }
}
