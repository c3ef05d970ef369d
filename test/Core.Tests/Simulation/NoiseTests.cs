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
