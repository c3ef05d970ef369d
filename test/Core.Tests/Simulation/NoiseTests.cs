using System.Text.Json;
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
