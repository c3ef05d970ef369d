using System.Text.Json;
using CsCheck;
using Orleans.QuantumMesh.Core.Circuits;
using Orleans.QuantumMesh.Core.Simulation;

namespace Orleans.QuantumMesh.Core.Tests.Simulation;

public class NoiseTests
{
    private const int Shots = 8_000;

    /// <summary>Five standard errors, over some 300 comparisons: a right engine fails one in 5,000 seeds; the seeds are fixed.</summary>
    private const double Deviations = 5;

    [Fact]
    public void Trajectories_agree_with_the_density_matrix_within_five_standard_errors()
    {
        var number = 0;
        foreach (var test in CheckValues.Shared("noise"))
        {
            var name = test.Get("name").GetString()!;
            var expect = test.Get("expect");
            var program = CircuitParser.Parse(test.Get("text").GetString()!).Program!;
            var sampler = new NoiseSampler(expect.Get("model"), Shots, 1000 + number++);
            var result = ResultBuilder.Build(
                new ResultRequest
                {
                    Program = program,
                    Plan = ProgramSketch.Plan(program),
                    Fragments = [.. sampler.Records(program)],
                    Shots = 16,
                    Seed = 0,
                    NoiseShots = Shots,
                },
                TestContext.Current.CancellationToken);

            foreach (var (outcome, probability) in Read(expect.Get("probabilities_before_readout"), sampler.ReadoutFlip))
            {
                var deviation = Math.Sqrt(probability * (1 - probability) / Shots);
                var found = result.Noise.MeasuredProbabilities!.GetValueOrDefault(outcome);
                Assert.True(Math.Abs(found - probability) <= (Deviations * deviation) + 1e-9, $"{name}: {outcome} is {found}, not {probability} ± {deviation}");
            }

            var fidelity = expect.Get("state_fidelity_to_ideal").GetDouble();
            var error = result.Fidelity.StandardError!.Value;
            Assert.True(
                Math.Abs(result.Fidelity.FidelityToTargetState!.Value - fidelity) <= Deviations * error,
                $"{name}: fidelity {result.Fidelity.FidelityToTargetState} ± {error}, not {fidelity}");
        }

        Assert.True(number >= 20);
    }

    [Theory]
    [InlineData(SimulationMethod.Stabilizer)]
    [InlineData(SimulationMethod.Statevector)]
    public void A_noisy_Bell_pair_has_the_closed_forms_of_its_channels(SimulationMethod method)
    {
        // After h, X changes nothing and Y and Z give the other phase; of the 15 Paulis after cx, 8 change the parity, 3 nothing, and 4 the phase alone.
        const double p = 0.06, q = 0.15, flip = 0.04;
        var model = JsonDocument.Parse($$"""{"depolarizing": {"q1": {{p}}, "q2": {{q}} }, "readout": {"p01": {{flip}}, "p10": {{flip}} } }""").RootElement;
        var program = new ProgramSketch(2, 2).Gate("h", 0).Gate("cx", 0, 1).Measure(0, 0).Measure(1, 1).Program();
        var result = ResultBuilder.Build(
            new ResultRequest
            {
                Program = program,
                Plan = ProgramSketch.Plan(program),
                Fragments = [.. new NoiseSampler(model, Shots, 77).Records(program)],
                Shots = 16,
                Seed = 0,
                NoiseShots = Shots,
                Engine = new EngineOptions { Method = method },
            },
            TestContext.Current.CancellationToken);
        var misread = 2 * flip * (1 - flip);
        var odd = (8 * q / 15 * (1 - misread)) + ((1 - (8 * q / 15)) * misread);
        var fidelity = ((1 - (2 * p / 3)) * (1 - (12 * q / 15))) + (2 * p / 3 * (4 * q / 15));
        var found = result.Noise.MeasuredProbabilities!["01"] + result.Noise.MeasuredProbabilities["10"];
        Assert.Equal(method.ToString().ToLowerInvariant(), result.Engine.Method);
        Assert.Equal(odd, found, Deviations * Math.Sqrt(odd * (1 - odd) / Shots));
        Assert.Equal(fidelity, result.Fidelity.FidelityToTargetState!.Value, Deviations * result.Fidelity.StandardError!.Value);
    }

    [Fact]
    public void Errors_carried_through_Clifford_gates_are_those_simulated() => Gen.Select(Gen.Int[2, 6], Gen.Int[3, 40], Gen.Int[0, int.MaxValue]).Sample(
        (qubits, gates, seed) =>
        {
            var program = RandomPrograms.CliffordTail(qubits, gates, seed);
            FragmentRecord[] records = [.. new NoiseSampler(Model, 60, seed).Records(program)];
            var expected = Fold(program, records, new EngineOptions { PauliFrames = false });
            foreach (var engine in new[] { new EngineOptions(), new EngineOptions { Precision = Precision.Single } })
            {
                var found = Fold(program, records, engine);
                var tolerance = engine.Precision == Precision.Single ? 1e-4 : 1e-9;
                Assert.Equal(expected.Noise.ErrorsTotal, found.Noise.ErrorsTotal);
                Assert.Equal(expected.Noise.ShotsWithErrors, found.Noise.ShotsWithErrors);
                Assert.Equal(expected.Noise.LeadRunErrors!.Count, found.Noise.LeadRunErrors!.Count);
                Assert.Equal(expected.Fidelity.FidelityToTargetState!.Value, found.Fidelity.FidelityToTargetState!.Value, tolerance);
                Assert.Equal(expected.Fidelity.LeadRunFidelity!.Value, found.Fidelity.LeadRunFidelity!.Value, tolerance);
                if (engine.Precision == Precision.Double)
                {
                    Assert.Equal(Text(expected.Noise.Counts!), Text(found.Noise.Counts!));
                }
            }
        },
        iter: 100);

    private static readonly JsonElement Model = JsonDocument.Parse("""{"depolarizing":{"q1":0.05,"q2":0.1},"dephasing":0.02,"readout":{"p01":0.05,"p10":0.05}}""").RootElement;

    private static QuantumResult Fold(CircuitProgram program, FragmentRecord[] records, EngineOptions engine) => ResultBuilder.Build(
        new ResultRequest
        {
            Program = program,
            Plan = ProgramSketch.Plan(program),
            Fragments = [.. records],
            Shots = 16,
            Seed = 0,
            NoiseShots = 60,
            Engine = engine,
        },
        TestContext.Current.CancellationToken);

    private static string Text(IReadOnlyDictionary<string, long> counts) => string.Join(' ', counts.Select(entry => $"{entry.Key}:{entry.Value}"));

    /// <summary>The distribution after each bit is read wrongly with that probability.</summary>
    private static Dictionary<string, double> Read(JsonElement before, double flip)
    {
        var distribution = before.EnumerateObject().ToDictionary(entry => entry.Name, entry => entry.Value.GetDouble());
        var length = distribution.Keys.First().Length;
        for (var place = 0; place < length; place++)
        {
            var next = new Dictionary<string, double>();
            foreach (var (outcome, probability) in distribution)
            {
                var other = string.Concat(outcome[..place], outcome[place] == '0' ? "1" : "0", outcome[(place + 1)..]);
                next[outcome] = next.GetValueOrDefault(outcome) + ((1 - flip) * probability);
                next[other] = next.GetValueOrDefault(other) + (flip * probability);
            }

            distribution = next;
        }

        return distribution;
    }
}
