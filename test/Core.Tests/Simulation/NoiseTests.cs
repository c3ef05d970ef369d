using System.Text.Json;
using CsCheck;
using Orleans.QuantumMesh.Core.Circuits;
using Orleans.QuantumMesh.Core.Simulation;

namespace Orleans.QuantumMesh.Core.Tests.Simulation;

public class NoiseTests
{
    private const int Shots = 8_000;

    /// <summary>Five standard errors, over some 400 comparisons: a right engine fails one in 4,000 seeds; the seeds are fixed.</summary>
    private const double Deviations = 5;

    [Fact]
    public void Trajectories_agree_with_the_density_matrix_within_five_standard_errors()
    {
        var cases = CheckValues.Shared("noise").ToArray();
        Assert.True(cases.Length >= 20);
        foreach (var (number, test) in cases.Index())
        {
            var (deviation, what) = Compare(test, Shots, 1000 + number, ("", 1)).MaxBy(entry => entry.Deviation);
            Assert.True(deviation <= Deviations, $"{test.Get("name")}: {what} is off by {deviation} standard errors");
        }
    }

    /// <summary>That bound is narrow enough: with the probabilities of one kind of noise a fifth too low or too high, comparisons of the set fall out of it.</summary>
    [Theory]
    [InlineData("depolarizing", 0.8)]
    [InlineData("depolarizing", 1.2)]
    [InlineData("dephasing", 0.8)]
    [InlineData("dephasing", 1.2)]
    [InlineData("amplitude_damping", 0.8)]
    [InlineData("amplitude_damping", 1.2)]
    [InlineData("readout", 0.8)]
    [InlineData("readout", 1.2)]
    public void A_probability_wrong_by_a_fifth_falls_out_of_five_standard_errors(string kind, double by)
    {
        // The set's cases of this kind alone, so that what is found is found by it.
        var cases = CheckValues.Shared("noise").Where(test => test.Get("expect").Get("model").EnumerateObject().Select(entry => entry.Name).SequenceEqual([kind])).ToArray();
        var deviations = cases.Select((test, number) => Compare(test, Shots, 2000 + number, (kind, by)).Max(entry => entry.Deviation)).ToArray();
        Assert.True(deviations.Max() > Deviations, string.Join(' ', deviations));
    }

    /// <summary>How many standard errors the outcomes, the single bits and the fidelity of trajectories lie from the density matrix's.</summary>
    private static List<(double Deviation, string What)> Compare(JsonElement test, int shots, int seed, (string Kind, double By) factor)
    {
        var expect = test.Get("expect");
        var program = CircuitParser.Parse(test.Get("text").GetString()!).Program!;
        var sampler = new NoiseSampler(expect.Get("model"), shots, seed) { Factor = factor };
        var result = ResultBuilder.Build(
            new ResultRequest
            {
                Program = program,
                Plan = ProgramSketch.Plan(program),
                Fragments = [.. sampler.Records(program)],
                Shots = 16,
                Seed = 0,
                NoiseShots = shots,
            },
            TestContext.Current.CancellationToken);
        var expected = Read(expect.Get("probabilities_before_readout"), sampler.ReadoutFlip);
        var found = result.Noise.MeasuredProbabilities!;
        var compared = new List<(double Deviation, string What)>();
        foreach (var (outcome, probability) in expected)
        {
            Add(outcome, probability, found.GetValueOrDefault(outcome));
        }

        for (var place = 0; place < expected.Keys.First().Length; place++)
        {
            Add($"place {place}", expected.Where(entry => entry.Key[place] == '1').Sum(entry => entry.Value), found.Where(entry => entry.Key[place] == '1').Sum(entry => entry.Value));
        }

        var fidelity = expect.Get("state_fidelity_to_ideal").GetDouble();
        compared.Add((Deviation(fidelity, result.Fidelity.FidelityToTargetState!.Value, result.Fidelity.StandardError!.Value), "fidelity"));
        return compared;

        void Add(string what, double probability, double frequency) =>
            compared.Add((Deviation(probability, frequency, Math.Sqrt(Math.Max(0, probability * (1 - probability)) / shots)), what));
    }

    /// <summary>A thousand-millionth is rounding, whatever the standard error.</summary>
    private static double Deviation(double expected, double found, double standardError) => Math.Max(0, Math.Abs(expected - found) - 1e-9) / Math.Max(standardError, 1e-12);

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
