using Orleans.QuantumMesh.Core.Circuits;
using Orleans.QuantumMesh.Core.Simulation;

namespace Orleans.QuantumMesh.Core.Tests.Simulation;

/// <summary>
/// Worked examples with four trajectories. The doubles of draw seed 0 are 0.6370, 0.2698, 0.0410, 0.0165, so that an even measurement gives 1, 0, 0, 0.
/// </summary>
public class FoldTests
{
    private const double Precision = 1e-9;

    [Fact]
    public void Noise_conditions_and_draws_of_two_qubits_come_out_as_by_hand()
    {
        // Shot:                                   0    1    2    3
        // h q0, then Z:                                     Z
        // c0 = measure q0; outcome                1    0    0    0
        //   flipped in shot 1, so c0              1    1    0    0
        // if (c0) x q1, then X, where it acts     xX   x
        //   so q1                                 0    1    0    0
        // c1 = measure q1, flipped in shot 3      0    1    0    1
        // ideal q1 for the unflipped outcome      1    0    0    0
        var program = new ProgramSketch(2, 2).Gate("h", 0).Measure(0, 0).If(0, "x", 1).Measure(1, 1).Program();
        var result = Build(program, 4,
            ProgramSketch.Record("frag-0001", errors: [new NodeError("op-0001", "pauli", [0], "Z", [2])]),
            ProgramSketch.Record("frag-0002", measurements: [new NodeMeasurement("op-0002", 0, 0, [1])]),
            ProgramSketch.Record("frag-0003", errors: [new NodeError("op-0003", "pauli", [1], "X", [0, 2])]),
            ProgramSketch.Record("frag-0004", measurements: [new NodeMeasurement("op-0004", 1, 0, [3])]));

        Assert.Equal(new Dictionary<string, long> { ["00"] = 1, ["01"] = 1, ["10"] = 1, ["11"] = 1 }, result.Noise.ClassicalCounts);
        Assert.Equal(result.Noise.ClassicalCounts, result.Noise.Counts);
        Assert.Equal(2, result.Noise.ErrorsTotal);
        Assert.Equal(2, result.Noise.ShotsWithErrors);
        Assert.Equal(2, result.Noise.ReadoutFlips);
        var error = Assert.Single(result.Noise.LeadRunErrors!);
        Assert.Equal(("frag-0003", "op-0003", "pauli", "X", 1), (error.FragmentId, error.OperationId, error.Kind, error.Pauli, error.Qubits.Single()));
        Assert.Equal(0.5, result.Fidelity.FidelityToTargetState!.Value, Precision);
        Assert.Equal(Math.Sqrt(1.0 / 3 / 4), result.Fidelity.StandardError!.Value, Precision);
        Assert.Equal(0, result.Fidelity.LeadRunFidelity!.Value, Precision);
        Assert.Equal(0.9 * 0.9 * 0.9 * 0.9, result.Fidelity.EstimatedExecutionFidelity!.Value, Precision);
    }

    [Fact]
    public void Damping_jumps_below_gamma_times_P1_and_bends_the_state_otherwise()
    {
        // After h, P(1) = 1/2 and γ·P(1) = 1/4: shots 2 and 3 jump to |0⟩, shots 0 and 1 take (|0⟩ + √½|1⟩)/√1.5.
        var program = new ProgramSketch(1, 0).Gate("h", 0).Program();
        var result = Build(program, 4, ProgramSketch.Record("frag-0001", damping: [new NodeDamping("op-0001", 0, 0.5, 0)]));

        var bent = Math.Pow(1 + Math.Sqrt(0.5), 2) / 3;
        Assert.Equal((bent + bent + 0.5 + 0.5) / 4, result.Fidelity.FidelityToTargetState!.Value, Precision);
        Assert.Equal(bent, result.Fidelity.LeadRunFidelity!.Value, Precision);
        Assert.Equal(2, result.Noise.ErrorsTotal);
        Assert.Empty(result.Noise.LeadRunErrors!);
        Assert.Null(result.Noise.Counts);
    }

    [Fact]
    public void A_link_error_comes_before_the_operation_that_it_names()
    {
        // X on the way to h only turns |0⟩ into |1⟩; after h it would change nothing. Then h again, so that the bit tells.
        var program = new ProgramSketch(1, 1).Gate("h", 0).Gate("h", 0).Measure(0, 0).Program();
        var result = Build(program, 2,
            ProgramSketch.Record("frag-0001", errors: [new NodeError("op-0001", "link", [0], "X", [1])]),
            ProgramSketch.Record("frag-0002"),
            ProgramSketch.Record("frag-0003", measurements: [new NodeMeasurement("op-0003", 0, 0, [])]));

        Assert.Equal(new Dictionary<string, long> { ["0"] = 1, ["1"] = 1 }, result.Noise.Counts);
        Assert.Equal(0.5, result.Fidelity.FidelityToTargetState!.Value, Precision);
    }

    [Fact]
    public void Terminal_measurements_draw_given_the_earlier_ones()
    {
        // Of a Bell pair the second outcome follows the first, whatever its own double: seed 0 gives 1, 0, 0, 0 for the first.
        var program = new ProgramSketch(2, 2).Gate("h", 0).Gate("cx", 0, 1).Measure(0, 0).Measure(1, 1).Program();
        var result = Build(program, 4,
            ProgramSketch.Record("frag-0001"),
            ProgramSketch.Record("frag-0002"),
            ProgramSketch.Record("frag-0003", measurements: [new NodeMeasurement("op-0003", 0, 0, [])]),
            ProgramSketch.Record("frag-0004", measurements: [new NodeMeasurement("op-0004", 1, 7, [])]));

        Assert.Equal(new Dictionary<string, long> { ["00"] = 3, ["11"] = 1 }, result.Noise.Counts);
        Assert.Equal(1, result.Fidelity.FidelityToTargetState);
        Assert.Equal(0.75, result.Fidelity.StandardError!.Value, Precision);
    }

    [Fact]
    public void A_loop_goes_on_as_long_as_any_trajectory_does()
    {
        // do { h; c = measure } while (c): seed 0 lets shot 0 go on, seed 7's doubles decide the second turn.
        var program = new ProgramSketch(1, 1).Gate("x", 0).Measure(0, 0)
            .While(new BitExpression(0), 5, body => body.Reset(0).Gate("h", 0).Measure(0, 0)).Program();
        var fold = new ExecutionFold(program, ProgramSketch.Plan(program), 4);
        var loop = program.Operations[^1].OperationId;
        fold.Add(ProgramSketch.Record("frag-0001"));
        Assert.Throws<FoldException>(() => fold.Continues(loop, 0, TestContext.Current.CancellationToken));
        fold.Add(ProgramSketch.Record("frag-0002", measurements: [new NodeMeasurement("op-0002", 0, 3, [])]));
        Assert.True(fold.Continues(loop, 0, TestContext.Current.CancellationToken));

        AddTurn(fold, 1, seed: 0);
        Assert.True(fold.Continues(loop, 1, TestContext.Current.CancellationToken));
        Assert.True(fold.LeadMemory("op-0005", TestContext.Current.CancellationToken, 2) is null);
        AddTurn(fold, 2, seed: 0, flips: [0]);
        Assert.False(fold.Continues(loop, 2, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void The_lead_run_tells_its_bits_before_an_operation()
    {
        var program = new ProgramSketch(2, 2).Gate("h", 0).Measure(0, 0).If(0, "x", 1).Measure(1, 1).Program();
        var fold = new ExecutionFold(program, ProgramSketch.Plan(program), 4);
        fold.Add(ProgramSketch.Record("frag-0001"));
        Assert.Null(fold.LeadMemory("op-0003", TestContext.Current.CancellationToken));
        fold.Add(ProgramSketch.Record("frag-0002", measurements: [new NodeMeasurement("op-0002", 0, 0, [])]));
        Assert.True(fold.LeadMemory("op-0003", TestContext.Current.CancellationToken)!.Bits[0]);
    }

    [Fact]
    public void A_missing_answer_is_named()
    {
        var program = new ProgramSketch(1, 1).Gate("h", 0).Measure(0, 0).Program();
        var fault = Assert.Throws<FoldException>(() => Build(program, 4, ProgramSketch.Record("frag-0001")));
        Assert.Contains("op-0002", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Results_travel_as_JSON_in_the_contracts_names()
    {
        var program = new ProgramSketch(1, 1).Gate("h", 0).Measure(0, 0).Program();
        var result = Build(program, 4, ProgramSketch.Record("frag-0001"), ProgramSketch.Record("frag-0002", measurements: [new NodeMeasurement("op-0002", 0, 0, [])]));
        var json = QuantumResultJson.Serialize(result);
        var text = System.Text.Encoding.UTF8.GetString(json);
        Assert.Contains("\"counts\":{\"0\":487,\"1\":537}", text, StringComparison.Ordinal);
        Assert.Contains("\"fidelity_to_target_state\":1", text, StringComparison.Ordinal);
        Assert.Contains("\"statevector\":[\"0.707106781187\",\"0.707106781187\"]", text, StringComparison.Ordinal);
        Assert.Equal(json, QuantumResultJson.Serialize(QuantumResultJson.Deserialize(json)));
    }

    private static void AddTurn(ExecutionFold fold, int turn, ulong seed, int[]? flips = null)
    {
        fold.Add(ProgramSketch.Record($"frag-0004.{turn}", measurements: [new NodeMeasurement("op-0004", 0, seed, [])]));
        fold.Add(ProgramSketch.Record($"frag-0005.{turn}"));
        fold.Add(ProgramSketch.Record($"frag-0006.{turn}", measurements: [new NodeMeasurement("op-0006", 0, seed, [.. flips ?? []])]));
    }

    private static QuantumResult Build(CircuitProgram program, int noiseShots, params FragmentRecord[] records) => ResultBuilder.Build(
        new ResultRequest
        {
            Program = program,
            Plan = ProgramSketch.Plan(program),
            Fragments = [.. records],
            Shots = 1024,
            Seed = 0,
            NoiseShots = noiseShots,
        },
        TestContext.Current.CancellationToken);
}
