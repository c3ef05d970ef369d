using System.Text.Json;
using CsCheck;
using Orleans.QuantumMesh.Core.Circuits;
using Orleans.QuantumMesh.Core.Simulation;

namespace Orleans.QuantumMesh.Core.Tests.Simulation;

/// <summary>The numbers of the fidelity report, from their definitions.</summary>
public class FidelityTests
{
    private static readonly JsonElement Model = JsonDocument.Parse("""{"depolarizing":{"q1":0.05,"q2":0.1},"readout":{"p01":0.1,"p10":0.1}}""").RootElement;

    [Fact]
    public void Outcomes_are_compared_by_their_shares_however_many_shots_either_side_has() =>
        Gen.Select(Gen.Int[2, 5], Gen.Int[3, 30], Gen.Int[1, 300], Gen.Int[1, 300], Gen.Int[0, int.MaxValue]).Sample(
            (qubits, gates, shots, noiseShots, seed) =>
            {
                var program = seed % 2 == 0 ? RandomPrograms.CliffordTail(qubits, gates, seed) : RandomPrograms.CliffordDynamic(qubits, gates, seed);
                var result = Build(program, [.. new NoiseSampler(Model, noiseShots, seed).Records(program)], shots, noiseShots);
                var root = result.ClassicalCounts!.Sum(entry =>
                    Math.Sqrt((double)entry.Value / shots) * Math.Sqrt((double)result.Noise.ClassicalCounts!.GetValueOrDefault(entry.Key) / noiseShots));
                Assert.Equal(root * root, result.Fidelity.OutcomeFidelity!.Value, 1e-9);
                Assert.Equal(Math.Pow(0.9, program.Operations.Length), result.Fidelity.EstimatedExecutionFidelity!.Value, 1e-9);
            },
            iter: 60);

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.5)]
    [InlineData(0.9)]
    public void A_damped_superposition_has_the_fidelity_of_its_channel(double gamma)
    {
        // ⟨+|ρ|+⟩ = 1/2 + √(1 − γ)/2 with the coherence of a damped |+⟩; read along Z, 1 is left in (1 − γ)/2 of the shots.
        const int shots = 8_000;
        var program = new ProgramSketch(1, 1).Gate("h", 0).Measure(0, 0).Program();
        FragmentRecord[] records =
        [
            ProgramSketch.Record("frag-0001", damping: [new NodeDamping("op-0001", 0, gamma, 11)]),
            ProgramSketch.Record("frag-0002", measurements: [new NodeMeasurement("op-0002", 0, 12, [])]),
        ];
        var result = Build(program, records, 16, shots);
        var ones = (1 - gamma) / 2;
        Assert.Equal((1 + Math.Sqrt(1 - gamma)) / 2, result.Fidelity.FidelityToTargetState!.Value, 5 * result.Fidelity.StandardError!.Value);
        Assert.Equal(ones, result.Noise.MeasuredProbabilities!["1"], 5 * Math.Sqrt(ones * (1 - ones) / shots));
    }

    private static QuantumResult Build(CircuitProgram program, FragmentRecord[] records, int shots, int noiseShots) => ResultBuilder.Build(
        new ResultRequest
        {
            Program = program,
            Plan = ProgramSketch.Plan(program),
            Fragments = [.. records],
            Shots = shots,
            Seed = 9,
            NoiseShots = noiseShots,
        },
        TestContext.Current.CancellationToken);
}
