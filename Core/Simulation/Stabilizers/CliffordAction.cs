using System.Numerics;

namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>
/// What a Clifford gate makes of Pauli strings: with the bits x₀…, z₀… of a string as variables, each new bit is a sum of some of them,
/// and the sign changes by a polynomial over GF(2), given by its monomials.
/// </summary>
internal sealed class CliffordAction
{
    /// <summary>Clifford gates on more qubits aren't recognised.</summary>
    public const int MaximumQubits = 3;

    private const double Tolerance = 1e-9;

    private CliffordAction(int qubits, int[] images, int[] monomials)
    {
        QubitCount = qubits;
        Images = images;
        Monomials = monomials;
        Pauli = qubits == 1 && images is [1, 2] ? (monomials.Contains(2), monomials.Contains(1)) : null;
    }

    public int QubitCount { get; }

    /// <summary>For each new bit (x of all qubits, then z) the old bits that it is the sum of.</summary>
    public int[] Images { get; }

    /// <summary>The sign's monomials, each a set of old bits that are multiplied.</summary>
    public int[] Monomials { get; }

    /// <summary>The Pauli that the gate is, on one qubit; <see langword="null"/> for all other gates.</summary>
    public (bool HasX, bool HasZ)? Pauli { get; }

    /// <summary>The action of a unitary, row by row; <see langword="null"/> where it isn't a Clifford gate on at most three qubits.</summary>
    public static CliffordAction? Of(ReadOnlySpan<Complex> unitary, int qubits)
    {
        if (qubits > MaximumQubits || !LooksClifford(unitary))
        {
            return null;
        }

        var strings = 1 << (2 * qubits);
        var images = new int[2 * qubits];
        var signs = new int[strings];
        for (var pauli = 0; pauli < strings; pauli++)
        {
            if (!Image(unitary, qubits, pauli, out var image, out var negative))
            {
                return null;
            }

            signs[pauli] = negative ? 1 : 0;
            if (BitOperations.IsPow2(pauli))
            {
                for (var bit = 0; bit < images.Length; bit++)
                {
                    images[bit] |= ((image >> bit) & 1) != 0 ? pauli : 0;
                }
            }
        }

        for (var variable = 1; variable < strings; variable <<= 1)
        {
            for (var pauli = 0; pauli < strings; pauli++)
            {
                if ((pauli & variable) != 0)
                {
                    signs[pauli] ^= signs[pauli ^ variable];
                }
            }
        }

        return new CliffordAction(qubits, images, [.. Enumerable.Range(0, strings).Where(pauli => signs[pauli] != 0)]);
    }

    /// <summary>Entries of Clifford matrices, up to one phase, have magnitude 0 or a power of √½.</summary>
    private static bool LooksClifford(ReadOnlySpan<Complex> unitary)
    {
        foreach (var entry in unitary)
        {
            var weight = (entry.Real * entry.Real) + (entry.Imaginary * entry.Imaginary);
            if (weight > Tolerance && Math.Abs(Math.Log2(weight) - Math.Round(Math.Log2(weight))) > Tolerance)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>U P U† for the string with bits x (low) and z, P = i^(x·z) X^x Z^z.</summary>
    private static bool Image(ReadOnlySpan<Complex> unitary, int qubits, int pauli, out int image, out bool negative)
    {
        var dimension = 1 << qubits;
        var x = pauli & (dimension - 1);
        var z = pauli >> qubits;
        var result = new Complex[dimension * dimension];
        var phase = Power(BitOperations.PopCount((uint)(x & z)));
        for (var row = 0; row < dimension; row++)
        {
            for (var column = 0; column < dimension; column++)
            {
                Complex sum = 0;
                for (var inner = 0; inner < dimension; inner++)
                {
                    var sign = (BitOperations.PopCount((uint)(inner & z)) & 1) != 0 ? -1.0 : 1.0;
                    sum += unitary[(row * dimension) + (inner ^ x)] * sign * Complex.Conjugate(unitary[(column * dimension) + inner]);
                }

                result[(row * dimension) + column] = sum * phase;
            }
        }

        var newX = 0;
        while (newX < dimension && result[newX * dimension].Magnitude < 0.5)
        {
            newX++;
        }

        image = 0;
        negative = false;
        if (newX == dimension)
        {
            return false;
        }

        var newZ = 0;
        for (var bit = 0; bit < qubits; bit++)
        {
            var column = 1 << bit;
            newZ |= (result[((column ^ newX) * dimension) + column] / result[newX * dimension]).Real < 0 ? column : 0;
        }

        var first = result[newX * dimension] / Power(BitOperations.PopCount((uint)(newX & newZ)));
        negative = first.Real < 0;
        for (var column = 0; column < dimension; column++)
        {
            var sign = (BitOperations.PopCount((uint)(column & newZ)) & 1) != 0 ? -1.0 : 1.0;
            var expected = Power(BitOperations.PopCount((uint)(newX & newZ))) * sign * (negative ? -1 : 1);
            if ((result[((column ^ newX) * dimension) + column] - expected).Magnitude > Tolerance)
            {
                return false;
            }
        }

        image = newX | (newZ << qubits);
        return true;
    }

    private static Complex Power(int exponent) => (exponent & 3) switch
    {
        0 => Complex.One,
        1 => Complex.ImaginaryOne,
        2 => -Complex.One,
        _ => -Complex.ImaginaryOne,
    };
}
