using System.Numerics;
using CsCheck;
using Orleans.QuantumMesh.Core.Circuits;
using Orleans.QuantumMesh.Core.Simulation;

namespace Orleans.QuantumMesh.Core.Tests.Simulation;

/// <summary>What is read off a state in a few passes is what its amplitudes say, one by one; whatever the vectors, blocks and threads.</summary>
public class AnalysisTests
{
    private static readonly SimdLevel[] Levels = [.. Enum.GetValues<SimdLevel>().Where(level => level <= new EngineOptions().Level)];

    [Fact]
    public void Bloch_vectors_and_pairs_are_those_of_the_amplitudes() =>
        Gen.Select(Gen.Int[1, 13], Gen.Int[1, 60], Gen.Int[0, int.MaxValue]).Sample(
            (qubits, gates, seed) =>
            {
                var program = RandomPrograms.Any(qubits, gates, seed);
                var amplitudes = Amplitudes(program);
                foreach (var level in Levels)
                {
                    CheckMoments(program, amplitudes, new EngineOptions { Level = level }, 1e-12);
                    CheckMoments(program, amplitudes, new EngineOptions { Level = level, Precision = Precision.Single }, 1e-5);
                }
            },
            iter: 60, threads: 1);

    [Theory]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(17)]
    public void Rows_columns_and_threads_give_the_same_moments(int qubits)
    {
        var program = RandomPrograms.Any(qubits, 120, 100 + qubits);
        var amplitudes = Amplitudes(program);
        foreach (var level in Levels)
        {
            foreach (var threads in new[] { 1, 2, 3 })
            {
                CheckMoments(program, amplitudes, new EngineOptions { Level = level, Threads = threads }, 1e-12);
            }
        }

        CheckMoments(program, amplitudes, new EngineOptions { Precision = Precision.Single }, 1e-5);
    }

    [Fact]
    public void Top_states_are_the_first_of_all_by_rounded_probability_then_by_index() =>
        Gen.Select(Gen.Int[1, 16], Gen.Int[0, 60], Gen.Int[0, int.MaxValue], Gen.Int[1, 300]).Sample(
            (qubits, gates, seed, maximum) =>
            {
                // Few kinds of gates, so that many probabilities are equal.
                var program = seed % 2 == 0 ? RandomPrograms.CliffordTail(qubits + 1, gates, seed) : RandomPrograms.Any(qubits, gates, seed);
                program = program with { Operations = [.. program.Operations.Where(operation => operation is GateOperation)] };
                foreach (var threads in new[] { 1, 2 })
                {
                    using var state = new CircuitRunner(program, new EngineOptions { Threads = threads }).Run(TestContext.Current.CancellationToken);
                    var expected = Enumerable.Range(0, 1 << program.QubitCount)
                        .Select(index => (Index: (long)index, Probability: Square(state[index])))
                        .Where(entry => entry.Probability > 1e-12)
                        .OrderByDescending(entry => Math.Round(entry.Probability, 12)).ThenBy(entry => entry.Index)
                        .Take(maximum);
                    Assert.Equal(expected.Select(entry => entry.Index), state.TopStates(maximum).Select(entry => entry.Index));
                }
            },
            iter: 60, threads: 1);

    private static void CheckMoments(CircuitProgram program, Complex[] amplitudes, EngineOptions options, double tolerance)
    {
        using var state = new CircuitRunner(program, options).Run(TestContext.Current.CancellationToken);
        var bloch = state.BlochVectors();
        var (zz, xx) = state.PairObservables();
        for (var first = 0; first < program.QubitCount; first++)
        {
            Complex exchanged = 0;
            var z = 0.0;
            for (var index = 0; index < amplitudes.Length; index++)
            {
                var one = (index >> first) & 1;
                z += one == 0 ? Square(amplitudes[index]) : -Square(amplitudes[index]);
                exchanged += one == 0 ? 2 * Complex.Conjugate(amplitudes[index]) * amplitudes[index | (1 << first)] : 0;
            }

            Near(exchanged.Real, bloch[first].X);
            Near(exchanged.Imaginary, bloch[first].Y);
            Near(z, bloch[first].Z);
            for (var second = first + 1; second < program.QubitCount; second++)
            {
                double even = 0, flipped = 0;
                for (var index = 0; index < amplitudes.Length; index++)
                {
                    even += ((index >> first) & 1) == ((index >> second) & 1) ? Square(amplitudes[index]) : -Square(amplitudes[index]);
                    var other = amplitudes[index ^ (1 << first) ^ (1 << second)];
                    flipped += (amplitudes[index].Real * other.Real) + (amplitudes[index].Imaginary * other.Imaginary);
                }

                Near(even, zz[first][second - first - 1]);
                Near(flipped, xx[first][second - first - 1]);
            }
        }

        void Near(double expected, double found) => Assert.True(Math.Abs(expected - found) <= tolerance, $"{options}: {found:R}, not {expected:R}");
    }

    private static Complex[] Amplitudes(CircuitProgram program)
    {
        using var state = new CircuitRunner(program, new EngineOptions { Level = SimdLevel.Portable, Threads = 1, Fusion = false }).Run(TestContext.Current.CancellationToken);
        return [.. Enumerable.Range(0, 1 << program.QubitCount).Select(index => state[index])];
    }

    private static double Square(Complex value) => (value.Real * value.Real) + (value.Imaginary * value.Imaginary);
}
