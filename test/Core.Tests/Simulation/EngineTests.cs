using CsCheck;
using Orleans.QuantumMesh.Core.Circuits;
using Orleans.QuantumMesh.Core.Simulation;

namespace Orleans.QuantumMesh.Core.Tests.Simulation;

/// <summary>However it computes, the engine gives the same state, and that state is one.</summary>
public class EngineTests
{
    private static readonly EngineOptions Plain = new() { Level = SimdLevel.Portable, Threads = 1, Fusion = false };
    private static readonly Gen<(int Qubits, int Gates, int Seed)> Shapes = Gen.Select(Gen.Int[1, 11], Gen.Int[1, 120], Gen.Int[0, int.MaxValue]);

    [Fact]
    public void One_vector_of_all_qubits_gives_the_counts_of_groups_also_where_histories_part() =>
        Gen.Select(Gen.Int[2, 8], Gen.Int[1, 60], Gen.Int[0, int.MaxValue]).Sample(
            (qubits, gates, seed) =>
            {
                var program = RandomPrograms.CliffordDynamic(qubits, gates, seed);
                var options = new EngineOptions { Method = SimulationMethod.Statevector };
                Assert.Equal(
                    CircuitSampler.Counts(program, 64, 3, options, TestContext.Current.CancellationToken),
                    CircuitSampler.Counts(program, 64, 3, options with { Components = false }, TestContext.Current.CancellationToken));
            },
            iter: 100, threads: 1);

    [Fact]
    public void A_program_and_its_inverse_give_the_first_basis_state() => Shapes.Sample(
        shape =>
        {
            using var state = Run(RandomPrograms.Mirrored(shape.Qubits, shape.Gates, shape.Seed), new EngineOptions());
            return Math.Abs(state[0].Magnitude - 1) < 1e-9;
        },
        iter: 150);

    /// <summary>
    /// Wide enough for cache blocks and threads. A gate of t digits, fused or not, moves each amplitude by at most some eight roundings of 2^-t of the norm,
    /// so that g gates leave no amplitude further than g * 2^(3-t) from the first basis state's: t is 53, or 24 in single precision.
    /// </summary>
    [Fact]
    public void A_wide_program_and_its_inverse_give_the_first_basis_state_however_computed() =>
        Gen.Select(Gen.Int[14, 18], Gen.Int[20, 60], Gen.Int[0, int.MaxValue]).Sample(
            (qubits, gates, seed) =>
            {
                var program = RandomPrograms.Mirrored(qubits, gates, seed);
                foreach (var options in
                    from level in Levels()
                    from fusion in new[] { false, true }
                    from threads in new[] { 1, 2 }
                    from precision in new[] { Precision.Double, Precision.Single }
                    where level == AmplitudeLevel || threads == 2
                    select new EngineOptions { Level = level, Fusion = fusion, Threads = threads, Precision = precision })
                {
                    var bound = 2 * gates * Math.ScaleB(1, 3 - (options.Precision == Precision.Single ? 24 : 53));
                    using var state = Run(program, options);
                    Assert.True(Math.Abs(state[0].Magnitude - 1) <= bound, $"{options}: {state[0].Magnitude:R}");
                    var stray = 0.0;
                    for (long index = 1; index < 1L << qubits; index++)
                    {
                        var amplitude = state[index];
                        stray = Math.Max(stray, Math.Max(Math.Abs(amplitude.Real), Math.Abs(amplitude.Imaginary)));
                    }

                    Assert.True(stray <= bound, $"{options}: {stray:R}");
                }
            },
            iter: 5, threads: 1);

    [Fact]
    public void Each_vector_width_gives_the_plain_state() => Shapes.Sample(
        shape => SameState(RandomPrograms.Any(shape.Qubits, shape.Gates, shape.Seed), Plain, Levels().Select(level => Plain with { Level = level })),
        iter: 150);

    [Fact]
    public void One_vector_of_all_qubits_gives_the_plain_state() => Shapes.Sample(
        shape => SameState(
            RandomPrograms.Any(shape.Qubits, shape.Gates, shape.Seed), Plain, Levels().Select(level => Plain with { Level = level, Components = false })),
        iter: 150);

    [Fact]
    public void Fusion_gives_the_plain_state() => Shapes.Sample(
        shape => SameState(RandomPrograms.Any(shape.Qubits, shape.Gates, shape.Seed), Plain, Levels().Select(level => Plain with { Level = level, Fusion = true })),
        iter: 150);

    [Fact]
    public void Blocks_and_threads_give_the_plain_state() => Gen.Select(Gen.Int[15, 17], Gen.Int[60, 200], Gen.Int[0, int.MaxValue]).Sample(
        (qubits, gates, seed) => SameState(
            RandomPrograms.Any(qubits, gates, seed), Plain with { Level = AmplitudeLevel }, [new EngineOptions { Threads = 1 }, new EngineOptions { Threads = 2 }, new EngineOptions { Threads = 4, Fusion = false }]),
        iter: 12, threads: 1);

    [Fact]
    public void Matrices_on_each_pair_give_the_plain_state_at_each_width() => Gen.Select(Gen.Int[5, 6], Gen.Int[0, int.MaxValue]).Sample(
        (qubits, seed) => SameState(RandomPrograms.PairMatrices(qubits, seed), Plain, Levels().Select(level => Plain with { Level = level })), iter: 20);

    [Fact]
    public void Vectors_joined_on_threads_give_the_plain_state() => Gen.Select(Gen.Int[17, 19], Gen.Int[1, 3], Gen.Int[0, int.MaxValue]).Sample(
        (qubits, groups, seed) => SameState(
            RandomPrograms.Joined(qubits, groups, seed), Plain with { Level = AmplitudeLevel }, [new EngineOptions { Threads = 2 }, Plain with { Level = AmplitudeLevel, Threads = 3 }]),
        iter: 10, threads: 1);

    [Fact]
    public void Single_precision_comes_near() => Shapes.Sample(
        shape => SameState(
            RandomPrograms.Any(shape.Qubits, shape.Gates, shape.Seed), Plain, Levels().Select(level => new EngineOptions { Level = level, Precision = Precision.Single }), 1e-4),
        iter: 100);

    [Fact]
    public void Results_are_states_normed_pure_and_equally_entangled_on_both_sides_of_a_cut() => Shapes.Sample(
        shape =>
        {
            var result = ResultCheck.Run(RandomPrograms.Any(shape.Qubits, shape.Gates, shape.Seed), 1, 0);
            var norm = result.Statevector!.Select(text => ResultCheck.ParseComplex(text).Magnitude).Sum(magnitude => magnitude * magnitude);
            var traces = result.ReducedDensityMatrices!.Values.All(matrix =>
                Math.Abs((ResultCheck.ParseComplex(matrix[0][0]) + ResultCheck.ParseComplex(matrix[1][1]) - 1).Magnitude) < 1e-9);
            var cut = shape.Qubits != 2 || Math.Abs(result.EntanglementEntropy["q0|rest"] - result.EntanglementEntropy["q1|rest"]) < 1e-9;
            var bounded = result.EntanglementEntropy.Values.All(entropy => entropy is >= 0 and <= 1 + 1e-9)
                && result.BlochVectors.Values.All(r => (r.X * r.X) + (r.Y * r.Y) + (r.Z * r.Z) <= 1 + 1e-9);
            return Math.Abs(norm - 1) < 1e-9 && traces && cut && bounded;
        },
        iter: 60);

    private static SimdLevel AmplitudeLevel => new EngineOptions().Level;

    private static IEnumerable<SimdLevel> Levels() => Enum.GetValues<SimdLevel>().Where(level => level <= AmplitudeLevel);

    private static bool SameState(CircuitProgram program, EngineOptions plain, IEnumerable<EngineOptions> others, double tolerance = 1e-10)
    {
        using var expected = Run(program, plain);
        foreach (var options in others)
        {
            using var found = Run(program, options);
            System.Numerics.Complex inner = 0;
            for (long index = 0; index < 1L << program.QubitCount; index++)
            {
                inner += System.Numerics.Complex.Conjugate(expected[index]) * found[index];
            }

            if (Math.Abs(inner.Magnitude - 1) > tolerance)
            {
                return false;
            }
        }

        return true;
    }

    private static FinalState Run(CircuitProgram program, EngineOptions options) => new CircuitRunner(program, options).Run(TestContext.Current.CancellationToken);
}
