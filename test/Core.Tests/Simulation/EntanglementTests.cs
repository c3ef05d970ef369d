using System.Numerics;
using CsCheck;
using Orleans.QuantumMesh.Core.Circuits;
using Orleans.QuantumMesh.Core.Simulation;

namespace Orleans.QuantumMesh.Core.Tests.Simulation;

/// <summary>S(A) = S(B): in a pure state each qubit is entangled as much as all the others together, whose density matrix is computed plainly here.</summary>
public class EntanglementTests
{
    [Fact]
    public void A_qubit_has_the_entropy_of_the_rest() => Gen.Select(Gen.Int[2, 10], Gen.Int[1, 60], Gen.Int[0, int.MaxValue]).Sample(
        (qubits, gates, seed) => CheckCuts(RandomPrograms.Any(qubits, gates, seed)),
        iter: 60);

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(10)]
    public void Every_qubit_of_a_GHZ_state_is_entangled_by_one_bit(int qubits)
    {
        var sketch = new ProgramSketch(qubits, 0).Gate("h", 0);
        for (var qubit = 1; qubit < qubits; qubit++)
        {
            sketch.Gate("cx", qubit - 1, qubit);
        }

        var program = sketch.Program();
        CheckCuts(program);
        foreach (var method in new[] { SimulationMethod.Statevector, SimulationMethod.Stabilizer })
        {
            Assert.All(ResultCheck.Run(program, 1, 0, new EngineOptions { Method = method }).EntanglementEntropy.Values, entropy => Assert.Equal(1, entropy, 1e-12));
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(10)]
    public void No_qubit_of_a_product_is_entangled(int qubits)
    {
        var sketch = new ProgramSketch(qubits, 0);
        for (var qubit = 0; qubit < qubits; qubit++)
        {
            sketch.Gate("u3", [0.4 + (0.2 * qubit), 1.1 * qubit, 0.3], [qubit]);
        }

        var program = sketch.Program();
        CheckCuts(program);
        foreach (var components in new[] { true, false })
        {
            Assert.All(ResultCheck.Run(program, 1, 0, new EngineOptions { Components = components }).EntanglementEntropy.Values, entropy => Assert.Equal(0, entropy, 1e-12));
        }
    }

    [Fact]
    public void Two_qubits_turned_apart_have_the_entropy_of_their_Schmidt_coefficients()
    {
        for (var angle = 0.0; angle < 3.2; angle += 0.2)
        {
            var program = new ProgramSketch(3, 0).Gate("ry", [angle], [2]).Gate("cx", 2, 0).Gate("u3", [0.3, 0.5, 0.7], [0]).Gate("t", 2).Program();
            var expected = Entropy([Math.Pow(Math.Cos(angle / 2), 2), Math.Pow(Math.Sin(angle / 2), 2)]);
            var found = ResultCheck.Run(program, 1, 0).EntanglementEntropy;
            Assert.Equal(expected, found["q0|rest"], 1e-9);
            Assert.Equal(expected, found["q2|rest"], 1e-9);
            Assert.Equal(0, found["q1|rest"], 1e-12);
        }
    }

    private static void CheckCuts(CircuitProgram program)
    {
        var qubits = program.QubitCount;
        using var state = new CircuitRunner(program, new EngineOptions { Level = SimdLevel.Portable, Threads = 1, Fusion = false }).Run(TestContext.Current.CancellationToken);
        Complex[] amplitudes = [.. Enumerable.Range(0, 1 << qubits).Select(index => state[index])];
        var found = ResultCheck.Run(program, 1, 0).EntanglementEntropy;
        Assert.Equal(qubits, found.Count);
        for (var qubit = 0; qubit < qubits; qubit++)
        {
            var rest = Rest(amplitudes, qubit);
            Assert.Equal(FromPurity(rest), found[$"q{qubit}|rest"], 1e-9);
            if (qubits <= 6)
            {
                Assert.Equal(Entropy(Eigenvalues(rest)), found[$"q{qubit}|rest"], 1e-9);
            }
        }
    }

    /// <summary>The density matrix of all qubits but one.</summary>
    private static Complex[,] Rest(Complex[] amplitudes, int qubit)
    {
        var half = amplitudes.Length / 2;
        var matrix = new Complex[half, half];
        for (var row = 0; row < half; row++)
        {
            for (var column = 0; column < half; column++)
            {
                for (var value = 0; value < 2; value++)
                {
                    matrix[row, column] += amplitudes[Index(row, value)] * Complex.Conjugate(amplitudes[Index(column, value)]);
                }
            }
        }

        return matrix;

        int Index(int others, int value) => ((others >> qubit) << (qubit + 1)) | (value << qubit) | (others & ((1 << qubit) - 1));
    }

    /// <summary>Of rank 2 and trace 1, the eigenvalues are (1 ± √(2 Tr ρ² − 1)) / 2.</summary>
    private static double FromPurity(Complex[,] matrix)
    {
        var purity = matrix.Cast<Complex>().Sum(entry => (entry.Real * entry.Real) + (entry.Imaginary * entry.Imaginary));
        var difference = Math.Sqrt(Math.Max(0, (2 * purity) - 1));
        return Entropy([(1 + difference) / 2, (1 - difference) / 2]);
    }

    /// <summary>The eigenvalues of A + iB, each once, by Jacobi rotations of the real symmetric matrix ((A, −B), (B, A)) that has each twice.</summary>
    private static double[] Eigenvalues(Complex[,] matrix)
    {
        var half = matrix.GetLength(0);
        var size = 2 * half;
        var a = new double[size, size];
        for (var row = 0; row < half; row++)
        {
            for (var column = 0; column < half; column++)
            {
                a[row, column] = a[row + half, column + half] = matrix[row, column].Real;
                a[row + half, column] = matrix[row, column].Imaginary;
                a[row, column + half] = -matrix[row, column].Imaginary;
            }
        }

        for (var sweep = 0; sweep < 30; sweep++)
        {
            for (var p = 0; p < size; p++)
            {
                for (var q = p + 1; q < size; q++)
                {
                    if (Math.Abs(a[p, q]) > 1e-18)
                    {
                        Rotate(a, p, q);
                    }
                }
            }
        }

        return [.. Enumerable.Range(0, size).Select(index => a[index, index]).Order().Where((_, place) => place % 2 == 0)];
    }

    private static void Rotate(double[,] a, int p, int q)
    {
        var angle = 0.5 * Math.Atan2(2 * a[p, q], a[q, q] - a[p, p]);
        var (sine, cosine) = Math.SinCos(angle);
        for (var k = 0; k < a.GetLength(0); k++)
        {
            (a[k, p], a[k, q]) = ((cosine * a[k, p]) - (sine * a[k, q]), (sine * a[k, p]) + (cosine * a[k, q]));
        }

        for (var k = 0; k < a.GetLength(0); k++)
        {
            (a[p, k], a[q, k]) = ((cosine * a[p, k]) - (sine * a[q, k]), (sine * a[p, k]) + (cosine * a[q, k]));
        }
    }

    private static double Entropy(IEnumerable<double> eigenvalues) => eigenvalues.Where(value => value > 1e-15).Sum(value => -value * Math.Log2(value));
}
