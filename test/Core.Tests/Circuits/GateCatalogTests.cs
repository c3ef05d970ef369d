using System.Numerics;
using Orleans.QuantumMesh.Core.Circuits;

namespace Orleans.QuantumMesh.Core.Tests.Circuits;

public sealed class GateCatalogTests
{
    private static readonly double[] Angles = [0.7, -1.9, 2.3, 0.4];

    public static TheoryData<string> Names => [.. GateCatalog.Gates.Select(gate => gate.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void EveryMatrixIsUnitary(string name)
    {
        var gate = GateCatalog.Get(name);
        var matrix = GateCatalog.Matrix(gate, Angles.AsSpan(0, gate.ParameterCount));
        Assert.Equal(1 << (2 * gate.QubitCount), matrix.Length);
        AssertIdentity(Multiply(matrix, Adjoint(matrix)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void TheInverseUndoesTheGate(string name)
    {
        var gate = GateCatalog.Get(name);
        var inverse = GateCatalog.Inverse(gate);
        var parameters = inverse.Apply(Angles.AsSpan(0, gate.ParameterCount));
        var matrix = GateCatalog.Matrix(gate, Angles.AsSpan(0, gate.ParameterCount));
        AssertIdentity(Multiply(GateCatalog.Matrix(inverse.Gate, parameters.AsSpan()), matrix));
    }

    [Fact]
    public void TheFirstOperandIsTheLeastSignificantBit()
    {
        var matrix = GateCatalog.Matrix(GateCatalog.Get("cx"), []);
        Assert.Equal(Complex.One, matrix[(3 * 4) + 1]);
        Assert.Equal(Complex.One, matrix[(2 * 4) + 2]);
    }

    [Fact]
    public void AUnitaryIsGivenByItsEntries()
    {
        var gate = GateCatalog.Unitary(1);
        double[] entries = [0, 0, 0, -1, 0, 1, 0, 0];
        Assert.Equal(new Complex(0, -1), GateCatalog.Matrix(gate, entries)[1]);
        var inverse = GateCatalog.Inverse(gate);
        AssertIdentity(Multiply(GateCatalog.Matrix(inverse.Gate, inverse.Apply(entries).AsSpan()), GateCatalog.Matrix(gate, entries)));
    }

    private static Complex[] Adjoint(Complex[] matrix)
    {
        var dimension = (int)Math.Sqrt(matrix.Length);
        var result = new Complex[matrix.Length];
        for (var i = 0; i < matrix.Length; i++)
        {
            result[((i % dimension) * dimension) + (i / dimension)] = Complex.Conjugate(matrix[i]);
        }

        return result;
    }

    private static Complex[] Multiply(Complex[] a, Complex[] b)
    {
        var dimension = (int)Math.Sqrt(a.Length);
        var result = new Complex[a.Length];
        for (var row = 0; row < dimension; row++)
        {
            for (var column = 0; column < dimension; column++)
            {
                for (var k = 0; k < dimension; k++)
                {
                    result[(row * dimension) + column] += a[(row * dimension) + k] * b[(k * dimension) + column];
                }
            }
        }

        return result;
    }

    private static void AssertIdentity(Complex[] matrix)
    {
        var dimension = (int)Math.Sqrt(matrix.Length);
        for (var i = 0; i < matrix.Length; i++)
        {
            Assert.True((matrix[i] - (i % (dimension + 1) == 0 ? 1 : 0)).Magnitude < 1e-12, $"entry {i}: {matrix[i]}");
        }
    }
}
