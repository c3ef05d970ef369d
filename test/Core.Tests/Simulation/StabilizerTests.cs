using System.Text.Json;
using CsCheck;
using Orleans.QuantumMesh.Core.Circuits;
using Orleans.QuantumMesh.Core.Simulation;

namespace Orleans.QuantumMesh.Core.Tests.Simulation;

public class StabilizerTests
{
    private static readonly EngineOptions Stabilizer = new() { Method = SimulationMethod.Stabilizer };
    private static readonly EngineOptions Statevector = new() { Method = SimulationMethod.Statevector };

    [Fact]
    public void Both_methods_agree_on_Clifford_programs_with_measurements_resets_and_conditions() =>
        Gen.Select(Gen.Int[2, 7], Gen.Int[1, 60], Gen.Int[0, int.MaxValue]).Sample(
            (qubits, gates, seed) =>
            {
                var program = RandomPrograms.CliffordDynamic(qubits, gates, seed);
                var expected = ResultCheck.Run(program, 64, (UInt128)seed, Statevector);
                var found = ResultCheck.Run(program, 64, (UInt128)seed, Stabilizer);
                Assert.Equal("stabilizer", found.Engine.Method);
                AssertSame(expected, found);
            },
            iter: 150);

    [Fact]
    public void Both_methods_fold_the_same_noise() => Gen.Select(Gen.Int[2, 5], Gen.Int[5, 30], Gen.Int[0, int.MaxValue]).Sample(
        (qubits, gates, seed) =>
        {
            var program = RandomPrograms.CliffordDynamic(qubits, gates, seed);
            var model = JsonDocument.Parse("""{"depolarizing":{"q1":0.05,"q2":0.1},"dephasing":0.02,"readout":{"p01":0.05,"p10":0.05}}""").RootElement;
            FragmentRecord[] records = [.. new NoiseSampler(model, 40, seed).Records(program)];
            var expected = Fold(program, records, Statevector);
            var found = Fold(program, records, Stabilizer);
            Assert.Equal(Text(expected.Noise.Counts!), Text(found.Noise.Counts!));
            Assert.Equal(expected.Noise.ErrorsTotal, found.Noise.ErrorsTotal);
            Assert.Equal(expected.Fidelity.FidelityToTargetState!.Value, found.Fidelity.FidelityToTargetState!.Value, 1e-9);
            Assert.Equal(expected.Fidelity.LeadRunFidelity!.Value, found.Fidelity.LeadRunFidelity!.Value, 1e-9);
        },
        iter: 80);

    [Fact]
    public void Wide_Clifford_circuits_have_their_check_values()
    {
        foreach (var test in CheckValues.Shared("clifford"))
        {
            var name = test.Get("name").GetString()!;
            var program = CircuitParser.Parse(test.Get("text").GetString()!).Program!;
            var options = new ResultOptions { MaximumPairQubits = 0 };
            var result = ResultBuilder.Build(
                new ResultRequest
                {
                    Program = program,
                    Plan = ProgramSketch.Plan(program),
                    Fragments = [],
                    Shots = 8,
                    Seed = 1,
                    NoiseShots = 0,
                    Engine = Stabilizer,
                    Options = program.QubitCount <= 64 ? new ResultOptions() : options,
                },
                TestContext.Current.CancellationToken);
            foreach (var entry in test.Get("expect").Get("bloch_vectors").EnumerateObject())
            {
                var (x, y, z) = result.BlochVectors[entry.Name];
                var expected = entry.Value;
                Assert.True((x, y, z) == (expected.Get("x").GetDouble(), expected.Get("y").GetDouble(), expected.Get("z").GetDouble()), $"{name} {entry.Name}");
            }

            foreach (var entry in test.Get("expect").Get("observable_expectations").EnumerateObject())
            {
                if (result.ObservableExpectations.TryGetValue(entry.Name, out var found))
                {
                    Assert.True(found == entry.Value.GetDouble(), $"{name} {entry.Name}");
                }
            }

            foreach (var entry in test.Get("expect").Get("deterministic_outcomes").EnumerateObject())
            {
                var place = result.MeasuredQubits!.ToList().IndexOf(int.Parse(entry.Name[1..], System.Globalization.CultureInfo.InvariantCulture));
                Assert.All(result.Counts!.Keys, key => Assert.Equal(entry.Value.GetInt32() == 1 ? '1' : '0', key[^(place + 1)]));
            }
        }
    }

    [Fact]
    public void Forty_Bell_pairs_stay_forty_small_vectors()
    {
        var sketch = new ProgramSketch(80, 80);
        for (var pair = 0; pair < 40; pair++)
        {
            sketch.Gate("h", pair).Gate("cx", pair, pair + 40).Measure(pair, pair).Measure(pair + 40, pair + 40);
        }

        var program = sketch.Program();
        Assert.Equal(2, ExecutionEstimate.Of(program, 100).WidestGroup);
        var result = ResultCheck.Run(program, 100, 3, Statevector);
        Assert.Equal("statevector", result.Engine.Method);
        Assert.All(result.Counts!.Keys, key => Assert.All(Enumerable.Range(0, 40), pair => Assert.Equal(key[^((2 * pair) + 1)], key[^((2 * pair) + 2)])));
        Assert.Equal(1, result.EntanglementEntropy["q79|rest"]);
    }

    [Fact]
    public void The_method_is_chosen_by_the_program()
    {
        var clifford = new ProgramSketch(40, 0);
        clifford.Gate("h", 0);
        for (var qubit = 1; qubit < 40; qubit++)
        {
            clifford.Gate("cx", qubit - 1, qubit);
        }

        Assert.Equal("stabilizer", ResultCheck.Run(clifford.Program(), 1, 0).Engine.Method);
        Assert.Equal("statevector", ResultCheck.Run(new ProgramSketch(2, 0).Gate("h", 0).Gate("cx", 0, 1).Program(), 1, 0).Engine.Method);
        Assert.Throws<ArgumentException>(() => ResultCheck.Run(new ProgramSketch(1, 0).Gate("t", 0).Program(), 1, 0, Stabilizer));
    }

    private static QuantumResult Fold(CircuitProgram program, FragmentRecord[] records, EngineOptions engine) => ResultBuilder.Build(
        new ResultRequest
        {
            Program = program,
            Plan = ProgramSketch.Plan(program),
            Fragments = [.. records],
            Shots = 16,
            Seed = 0,
            NoiseShots = 40,
            Engine = engine,
        },
        TestContext.Current.CancellationToken);

    private static void AssertSame(QuantumResult expected, QuantumResult found)
    {
        Assert.Equal(Text(expected.Counts!), Text(found.Counts!));
        Assert.Equal(Text(expected.ClassicalCounts!), Text(found.ClassicalCounts!));
        Assert.Equal(expected.Probabilities!.Keys, found.Probabilities!.Keys);
        foreach (var (key, probability) in expected.Probabilities)
        {
            Assert.Equal(probability, found.Probabilities[key], 1e-9);
        }

        foreach (var (key, value) in expected.ObservableExpectations)
        {
            Assert.Equal(value, found.ObservableExpectations[key], 1e-9);
        }

        foreach (var (key, value) in expected.BlochVectors)
        {
            Assert.Equal(value.X, found.BlochVectors[key].X, 1e-9);
            Assert.Equal(value.Y, found.BlochVectors[key].Y, 1e-9);
        }

        Assert.Equal(expected.TopBasisStates.Select(state => state.State), found.TopBasisStates.Select(state => state.State));
    }

    private static string Text(IReadOnlyDictionary<string, long> counts) => string.Join(' ', counts.Select(entry => $"{entry.Key}:{entry.Value}"));
}
