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
        using var fold = new ExecutionFold(program, ProgramSketch.Plan(program), 4);
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
    public void Turn_after_turn_goes_on_from_where_the_last_one_ended()
    {
        var program = new ProgramSketch(1, 1).Gate("x", 0).Measure(0, 0)
            .While(new BitExpression(0), 500, body => body.Reset(0).Gate("h", 0).Measure(0, 0)).Program();
        var loop = program.Operations[^1].OperationId;
        using var kept = new ExecutionFold(program, ProgramSketch.Plan(program), 64);
        using var anew = new ExecutionFold(program, ProgramSketch.Plan(program), 64);
        using var rewound = new ExecutionFold(program, ProgramSketch.Plan(program), 64);
        foreach (var fold in (ExecutionFold[])[kept, anew, rewound])
        {
            fold.Add(ProgramSketch.Record("frag-0001"));
            fold.Add(ProgramSketch.Record("frag-0002", measurements: [new NodeMeasurement("op-0002", 0, 3, [])]));
        }

        var turns = 0;
        for (; kept.Continues(loop, turns, TestContext.Current.CancellationToken); turns++)
        {
            Assert.True(rewound.Continues(loop, turns, TestContext.Current.CancellationToken));
            rewound.Rewind();
            Assert.Equal(0, rewound.WaitingBytes);
            AddTurn(kept, turns + 1, seed: (ulong)turns);
            AddTurn(rewound, turns + 1, seed: (ulong)turns);
            AddTurn(anew, turns + 1, seed: (ulong)turns);
        }

        Assert.InRange(turns, 3, 60);
        Assert.Equal(1, kept.Starts);
        Assert.False(rewound.Continues(loop, turns, TestContext.Current.CancellationToken));
        Assert.Equal(turns + 1, rewound.Starts);
        Assert.False(anew.Continues(loop, turns, TestContext.Current.CancellationToken));
        Assert.True(anew.Continues(loop, turns - 1, TestContext.Current.CancellationToken));
        Assert.Equal(2, anew.Starts);
        Assert.False(kept.Continues(loop, turns, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void The_lead_run_is_followed_turn_by_turn()
    {
        var program = new ProgramSketch(2, 2).Gate("x", 0).Measure(0, 0)
            .While(new BitExpression(0), 99, body => body.Gate("h", 1).Measure(1, 1).If(1, "x", 0).Measure(0, 0)).Program();
        using var fold = new ExecutionFold(program, ProgramSketch.Plan(program), 4);
        fold.Add(ProgramSketch.Record("frag-0001"));
        Assert.Null(fold.LeadMemory("op-0006", TestContext.Current.CancellationToken, 1));
        fold.Add(ProgramSketch.Record("frag-0002", measurements: [new NodeMeasurement("op-0002", 0, 3, [])]));
        var starts = fold.Starts;
        for (var turn = 1; turn <= 3; turn++)
        {
            // Seed 2 gives 0 at first (0.2616), seed 0 gives 1 (0.6370).
            fold.Add(ProgramSketch.Record($"frag-0004.{turn}"));
            fold.Add(ProgramSketch.Record($"frag-0005.{turn}", measurements: [new NodeMeasurement("op-0005", 1, turn == 3 ? 0UL : 2UL, [])]));
            Assert.Equal(turn == 3, fold.LeadMemory("op-0006", TestContext.Current.CancellationToken, turn)!.Bits[1]);
            fold.Add(ProgramSketch.Record($"frag-0006.{turn}"));
            fold.Add(ProgramSketch.Record($"frag-0007.{turn}", measurements: [new NodeMeasurement("op-0007", 0, 5, [])]));
            Assert.Equal(turn != 3, fold.LeadMemory("op-0004", TestContext.Current.CancellationToken, turn + 1) is not null);
        }

        Assert.Equal(starts + 1, fold.Starts);
    }

    [Fact]
    public void Loops_in_loops_and_after_loops_are_asked_in_the_runs_order()
    {
        // while (c1) { h q0; c0 = measure q0; while (c0) { h q0; c0 = measure q0; } h q1; c1 = measure q1; }
        // while (c2) { h q2; c2 = measure q2; }
        var program = new ProgramSketch(3, 3).Gate("x", 1).Gate("x", 2).Measure(1, 1).Measure(2, 2)
            .While(new BitExpression(1), 99, outer => outer.Gate("h", 0).Measure(0, 0)
                .While(new BitExpression(0), 99, inner => inner.Gate("h", 0).Measure(0, 0))
                .Gate("h", 1).Measure(1, 1))
            .While(new BitExpression(2), 99, last => last.Gate("h", 2).Measure(2, 2)).Program();
        var loop = (LoopOperation)program.Operations[4];
        using var fold = new ExecutionFold(program, ProgramSketch.Plan(program), 16);
        var added = new List<FragmentRecord>();
        ulong seed = 0;
        void Add(IEnumerable<Operation> operations, string turn)
        {
            foreach (var operation in operations.Where(operation => operation is not LoopOperation))
            {
                added.Add(ProgramSketch.Record(
                    operation.OperationId.Replace("op-", "frag-", StringComparison.Ordinal) + turn,
                    measurements: operation is MeasureOperation measure ? [new NodeMeasurement(measure.OperationId, measure.Qubits[0], seed++, [])] : null));
                fold.Add(added[^1]);
            }
        }

        bool Ask(Operation about, int done, params int[] outer)
        {
            using var whole = new ExecutionFold(program, ProgramSketch.Plan(program), 16);
            added.ForEach(whole.Add);
            var expected = whole.Continues(about.OperationId, done, TestContext.Current.CancellationToken, outer);
            Assert.Equal(expected, fold.Continues(about.OperationId, done, TestContext.Current.CancellationToken, outer));
            return expected;
        }

        Add(program.Operations[..4], "");
        var inner = loop.Body.OfType<LoopOperation>().Single();
        var turns = 0;
        for (; Ask(loop, turns); turns++)
        {
            Add(loop.Body[..2], $".{turns + 1}");
            for (var turn = 0; Ask(inner, turn, turns + 1); turn++)
            {
                Add(inner.Body, $".{turns + 1}.{turn + 1}");
            }

            Add(loop.Body[3..], $".{turns + 1}");
        }

        Assert.InRange(turns, 2, 60);
        for (var turn = 0; Ask(program.Operations[5], turn); turn++)
        {
            Add(((LoopOperation)program.Operations[5]).Body, $".{turn + 1}");
        }

        Assert.Equal(1, fold.Starts);
    }

    [Fact]
    public void Damping_of_a_program_too_wide_for_amplitudes_leaves_the_noise_out_and_the_loop_known()
    {
        var sketch = new ProgramSketch(40, 1).Gate("h", 0);
        for (var qubit = 1; qubit < 40; qubit++)
        {
            sketch.Gate("cx", qubit - 1, qubit);
        }

        var program = sketch.Measure(0, 0).While(new BitExpression(0), 3, body => body.Reset(0).Measure(0, 0)).Program();
        List<FragmentRecord> records =
        [
            ProgramSketch.Record("frag-0001", damping: [new NodeDamping("op-0001", 0, 0.25, 7)]),
            .. Enumerable.Range(2, 39).Select(number => ProgramSketch.Record($"frag-{number:D4}")),
            ProgramSketch.Record("frag-0041", measurements: [new NodeMeasurement("op-0041", 0, 0, [])]),
        ];
        using var fold = new ExecutionFold(program, ProgramSketch.Plan(program), 4);
        records.ForEach(fold.Add);
        Assert.True(fold.Continues("op-0042", 0, TestContext.Current.CancellationToken));
        List<FragmentRecord> turn =
        [
            ProgramSketch.Record("frag-0043.1", measurements: [new NodeMeasurement("op-0043", 0, 1, [])]),
            ProgramSketch.Record("frag-0044.1", measurements: [new NodeMeasurement("op-0044", 0, 2, [])]),
        ];
        turn.ForEach(fold.Add);
        Assert.False(fold.Continues("op-0042", 1, TestContext.Current.CancellationToken));
        var result = Build(program, 4, [.. records, .. turn]);
        Assert.Equal("stabilizer", result.Engine.Method);
        Assert.Equal(0, result.Noise.Shots);
        Assert.Null(result.Fidelity.FidelityToTargetState);
        var warning = Assert.Single(result.Warnings, text => text.Contains("noise is left out", StringComparison.Ordinal));
        Assert.Contains("40 qubits", warning, StringComparison.Ordinal);
        Assert.Contains("24", warning, StringComparison.Ordinal);
    }

    [Fact]
    public void Damping_takes_amplitudes_instead_of_an_asked_tableau_and_says_so()
    {
        var program = new ProgramSketch(1, 0).Gate("h", 0).Program();
        FragmentRecord[] records = [ProgramSketch.Record("frag-0001", damping: [new NodeDamping("op-0001", 0, 0.5, 0)])];
        var result = Build(program, 4, SimulationMethod.Stabilizer, records);
        Assert.Equal("statevector", result.Engine.Method);
        Assert.Contains(result.Warnings, text => text.Contains("instead of stabilizer", StringComparison.Ordinal));
        Assert.Equal(Build(program, 4, records).Fidelity.FidelityToTargetState, result.Fidelity.FidelityToTargetState);
    }

    [Fact]
    public void The_lead_run_tells_its_bits_before_an_operation()
    {
        var program = new ProgramSketch(2, 2).Gate("h", 0).Measure(0, 0).If(0, "x", 1).Measure(1, 1).Program();
        using var fold = new ExecutionFold(program, ProgramSketch.Plan(program), 4);
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

    private static QuantumResult Build(CircuitProgram program, int noiseShots, params FragmentRecord[] records) => Build(program, noiseShots, SimulationMethod.Auto, records);

    private static QuantumResult Build(CircuitProgram program, int noiseShots, SimulationMethod method, params FragmentRecord[] records) => ResultBuilder.Build(
        new ResultRequest
        {
            Program = program,
            Plan = ProgramSketch.Plan(program),
            Fragments = [.. records],
            Shots = 1024,
            Seed = 0,
            NoiseShots = noiseShots,
            Engine = new EngineOptions { Method = method },
        },
        TestContext.Current.CancellationToken);
}
