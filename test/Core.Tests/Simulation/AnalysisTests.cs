using System.Globalization;
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

    [Theory]
    [InlineData(20)]
    [InlineData(21)]
    [InlineData(23)]
    public void Of_a_product_state_pairs_are_products_whatever_its_size(int qubits)
    {
        var angles = Enumerable.Range(0, qubits).Select(qubit => (Polar: 0.3 + (0.11 * qubit), Azimuth: 0.7 - (0.23 * qubit))).ToArray();
        var text = string.Join('\n', angles.Select((angle, qubit) => string.Create(CultureInfo.InvariantCulture, $"u3({angle.Polar:R},{angle.Azimuth:R},0) q[{qubit}];")));
        var program = CircuitParser.Parse($"OPENQASM 2.0; include \"qelib1.inc\"; qreg q[{qubits}];\n{text}").Program!;
        foreach (var threads in new[] { 1, 2 })
        {
            using var state = new CircuitRunner(program, new EngineOptions { Threads = threads, Components = false }).Run(TestContext.Current.CancellationToken);
            var bloch = state.BlochVectors();
            var (zz, xx) = state.PairObservables();
            for (var first = 0; first < qubits; first++)
            {
                var (polar, azimuth) = angles[first];
                Assert.Equal(Math.Sin(polar) * Math.Cos(azimuth), bloch[first].X, 1e-12);
                Assert.Equal(Math.Sin(polar) * Math.Sin(azimuth), bloch[first].Y, 1e-12);
                Assert.Equal(Math.Cos(polar), bloch[first].Z, 1e-12);
                for (var second = first + 1; second < qubits; second++)
                {
                    Assert.Equal(bloch[first].Z * bloch[second].Z, zz[first][second - first - 1], 1e-12);
                    Assert.Equal(bloch[first].X * bloch[second].X, xx[first][second - first - 1], 1e-12);
                }
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void What_is_cancelled_is_not_analysed_to_its_end(int threads)
    {
        using var cancellation = new CancellationTokenSource();
        using var state = new CircuitRunner(RandomPrograms.Any(16, 60, 5), new EngineOptions { Threads = threads }).Run(cancellation.Token);
        var before = state.BlochVectors();
        cancellation.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => state.BlochVectors());
        Assert.ThrowsAny<OperationCanceledException>(() => state.PairObservables());
        Assert.ThrowsAny<OperationCanceledException>(() => state.TopStates(5));
        Assert.Equal(16, before.Length);
    }

    [Fact]
    public void A_million_outcomes_are_those_of_a_search_in_the_cumulated_probabilities() =>
        Gen.Select(Gen.Int[1, 14], Gen.Int[0, 60], Gen.Int[0, int.MaxValue], Gen.UInt128).Sample(
            (qubits, gates, program, seed) =>
            {
                using var state = new CircuitRunner(RandomPrograms.Any(qubits, gates, program), new EngineOptions()).Run(TestContext.Current.CancellationToken);
                var cumulated = new double[1 << qubits];
                for (var outcome = 0; outcome < cumulated.Length; outcome++)
                {
                    cumulated[outcome] = Square(state[outcome]) + (outcome == 0 ? 0 : cumulated[outcome - 1]);
                }

                var sum = cumulated[^1];
                var edges = Array.ConvertAll(cumulated, value => value / sum);
                var drawn = state.Sample(1_000_000, seed);
                Assert.Equal(1_000_000, drawn.Length);
                for (var shot = 0; shot < drawn.Length; shot += 1 + (shot / 1000))
                {
                    var expected = Array.BinarySearch(edges, Advanced(seed, shot));
                    expected = expected < 0 ? ~expected : Array.FindLastIndex(edges, edge => edge == edges[expected]) + 1;
                    Assert.True(expected == drawn[shot], $"shot {shot}: {drawn[shot]}, not {expected}");
                }
            },
            iter: 12, threads: 1);

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

    private static double Advanced(UInt128 seed, int draws)
    {
        var random = new Pcg64(seed);
        random.Advance((ulong)draws);
        return random.NextDouble();
    }

    private static double Square(Complex value) => (value.Real * value.Real) + (value.Imaginary * value.Imaginary);
}
