using System.Collections.Immutable;
using System.Text.Json;
using CsCheck;
using Orleans.QuantumMesh.Core.Circuits;
using Orleans.QuantumMesh.Core.Planning;
using Orleans.QuantumMesh.Core.Simulation;

namespace Orleans.QuantumMesh.Core.Tests.Simulation;

/// <summary>A fragment that was answered in parts, whatever these are, folds as one that was answered whole.</summary>
public class FragmentPartTests
{
    private static readonly string[] Gates = ["h", "t", "s", "x", "sx", "cx", "cz", "swap"];
    private static readonly JsonElement Model = JsonDocument.Parse("""{"depolarizing":{"q1":0.05,"q2":0.1},"dephasing":0.02,"amplitude_damping":0.03,"readout":{"p01":0.05,"p10":0.05}}""").RootElement;

    [Theory]
    [InlineData("frag-0007", "frag-0007", "", "", null)]
    [InlineData("frag-0007.3", "frag-0007", "3", "", null)]
    [InlineData("frag-0007.2.13", "frag-0007", "2.13", "", null)]
    [InlineData("frag-0007.a", "frag-0007", "", "a", "frag-0007")]
    [InlineData("frag-0007.ab", "frag-0007", "", "ab", "frag-0007.a")]
    [InlineData("frag-0007.2.13.bba", "frag-0007", "2.13", "bba", "frag-0007.2.13.bb")]
    public void A_name_tells_fragment_turns_and_halves(string id, string plan, string turns, string halves, string? whole)
    {
        FragmentName name = FragmentName.Parse(id);

        Assert.Equal((plan, turns, halves, whole, id), (name.PlanFragmentId, name.Turns, name.Halves, name.Whole, name.ToString()));
        Assert.Equal((id, id), (FragmentName.Parse(name.Parts.First).Whole, FragmentName.Parse(name.Parts.Second).Whole));
    }

    [Fact]
    public void Parts_cut_anywhere_give_the_result_of_the_whole() => Gen.Select(Gen.Int[1, 5], Gen.Int[2, 40], Gen.Int[1, 60], Gen.Int[0, int.MaxValue]).Sample(
        (qubits, gates, shots, seed) =>
        {
            var random = new Random(seed);
            var program = Draw(new ProgramSketch(qubits, qubits), qubits, gates, random).Program();
            var plan = OneFragment(program);
            var whole = Merge("frag-0001", [.. new NoiseSampler(Model, shots, seed).Records(program)]);
            var parts = Cut(whole, plan.Fragments["frag-0001"].OperationIds, random);

            Assert.Equal(Text(program, plan, [whole], shots), Text(program, plan, parts, shots));
        },
        iter: 200);

    [Fact]
    public void Turns_in_parts_go_on_and_end_as_whole_ones() => Gen.Select(Gen.Int[1, 12], Gen.Int[1, 40], Gen.Int[0, int.MaxValue]).Sample(
        (gates, shots, seed) =>
        {
            var random = new Random(seed);
            var program = new ProgramSketch(2, 2).Gate("x", 0).Measure(0, 0)
                .While(new BitExpression(0), 99, body => Draw(body, 2, gates, random).Reset(0).Gate("h", 0).Measure(0, 0)).Program();
            var loop = (LoopOperation)program.Operations[^1];
            var plan = OneFragment(program, loop);
            var straight = new NoiseSampler(Model, shots, seed).Records(program).ToList();
            using var whole = new ExecutionFold(program, plan, shots);
            using var parted = new ExecutionFold(program, plan, shots);
            var before = Merge("frag-0001", straight);
            whole.Add(before);
            Cut(before, plan.Fragments["frag-0001"].OperationIds, random).ForEach(parted.Add);

            for (var turn = 1; turn < 20; turn++)
            {
                var goesOn = whole.Continues(loop.OperationId, turn - 1, CancellationToken.None);
                Assert.Equal(goesOn, parted.Continues(loop.OperationId, turn - 1, CancellationToken.None));
                if (!goesOn)
                {
                    break;
                }

                var body = program with { Operations = loop.Body };
                var answered = Merge($"frag-0002.{turn}", [.. new NoiseSampler(Model, shots, seed + turn).Records(body)]);
                whole.Add(answered);
                Cut(answered, plan.Fragments["frag-0002"].OperationIds, random).ForEach(parted.Add);
            }
        },
        iter: 100);

    [Fact]
    public void An_error_of_a_hand_over_that_names_no_operation_is_the_parts_own()
    {
        // X before the second h turns what it would measure; before the first it would change nothing.
        var program = new ProgramSketch(1, 1).Gate("h", 0).Gate("h", 0).Measure(0, 0).Program();
        var plan = OneFragment(program);
        var first = ProgramSketch.Record("frag-0001.a") with { OperationIds = ["op-0001", "op-0002"] };
        var second = ProgramSketch.Record("frag-0001.b", errors: [new NodeError(null, "link", [0], "X", [0])], measurements: [new NodeMeasurement("op-0003", 0, 0, [])])
            with
        { OperationIds = ["op-0003"], HandoffFromNodes = ["node-b"], NodeId = "node-c" };

        var result = Build(program, plan, [second, first], 1);

        Assert.Equal(new Dictionary<string, long> { ["1"] = 1 }, result.Noise.Counts);
        Assert.Equal(("node-c", 1, 2), (result.DistributedExecution.LastPeerId, result.DistributedExecution.Ebits, result.DistributedExecution.RemoteOperations));
    }

    [Fact]
    public void An_operation_of_two_parts_is_refused()
    {
        var program = new ProgramSketch(1, 0).Gate("h", 0).Gate("h", 0).Program();
        var fold = Assert.Throws<FoldException>(() => Build(
            program,
            OneFragment(program),
            [ProgramSketch.Record("frag-0001.a") with { OperationIds = ["op-0001"] }, ProgramSketch.Record("frag-0001.b") with { OperationIds = ["op-0001", "op-0002"] }],
            1));

        Assert.Contains("frag-0001.a and frag-0001.b", fold.Message, StringComparison.Ordinal);
    }

    private static string Text(CircuitProgram program, ExecutionPlan plan, IReadOnlyList<FragmentRecord> records, int shots)
    {
        var result = Build(program, plan, records, shots);
        return JsonSerializer.Serialize(new
        {
            result.Counts,
            result.Noise.ClassicalCounts,
            Noisy = result.Noise.Counts,
            result.Noise.ErrorsTotal,
            result.Noise.ShotsWithErrors,
            result.Noise.ReadoutFlips,
            Lead = result.Noise.LeadRunErrors?.Select(error => $"{error.OperationId} {error.Pauli} {error.Kind}"),
            result.Fidelity.FidelityToTargetState,
            result.Fidelity.LeadRunFidelity,
            result.Fidelity.OutcomeFidelity,
        });
    }

    private static QuantumResult Build(CircuitProgram program, ExecutionPlan plan, IReadOnlyList<FragmentRecord> records, int shots) => ResultBuilder.Build(
        new ResultRequest { Program = program, Plan = plan, Fragments = [.. records], Shots = 16, Seed = 0, NoiseShots = shots }, CancellationToken.None);

    private static ProgramSketch Draw(ProgramSketch sketch, int qubits, int gates, Random random)
    {
        for (var i = 0; i < gates; i++)
        {
            var first = random.Next(qubits);
            var name = Gates[random.Next(qubits > 1 ? Gates.Length : 5)];
            _ = random.Next(8) switch
            {
                0 => sketch.Measure(first, first),
                1 => sketch.Reset(first),
                2 => sketch.If(random.Next(qubits), "x", first),
                _ when name is "cx" or "cz" or "swap" => sketch.Gate(name, first, (first + 1 + random.Next(qubits - 1)) % qubits),
                _ => sketch.Gate(name, first),
            };
        }

        return sketch;
    }

    private static ExecutionPlan OneFragment(CircuitProgram program, LoopOperation? loop = null)
    {
        var plan = ProgramSketch.Plan(program);
        var fragments = ImmutableSortedDictionary<string, Fragment>.Empty.Add("frag-0001", Joined("frag-0001", program.Operations));
        fragments = loop is null ? fragments : fragments.Add("frag-0002", Joined("frag-0002", loop.Body) with { LoopId = loop.OperationId });
        return plan with { FragmentOrder = [.. fragments.Keys], Fragments = fragments };

        Fragment Joined(string id, IEnumerable<Operation> operations) => plan.Fragments.Values.First() with
        {
            FragmentId = id,
            OperationIds = [.. operations.Where(operation => operation is not LoopOperation).Select(operation => operation.OperationId)],
        };
    }

    private static FragmentRecord Merge(string id, List<FragmentRecord> records) => ProgramSketch.Record(
        id,
        records.SelectMany(record => record.Answer.Errors),
        records.SelectMany(record => record.Answer.Damping),
        records.SelectMany(record => record.Answer.Measurements));

    // Cut where chance has it, again and again.
    private static List<FragmentRecord> Cut(FragmentRecord record, ImmutableArray<string> operations, Random random)
    {
        if (operations.Length == 1 || random.Next(4) == 0)
        {
            return [record];
        }

        var first = 1 + random.Next(operations.Length - 1);
        (string firstId, string secondId) = record.Name.Parts;
        return [.. Part(firstId, operations[..first]), .. Part(secondId, operations[first..])];

        List<FragmentRecord> Part(string id, ImmutableArray<string> own) => Cut(
            record with
            {
                FragmentId = id,
                OperationIds = own,
                Answer = record.Answer with
                {
                    Errors = [.. record.Answer.Errors.Where(error => own.Contains(error.OperationId!))],
                    Damping = [.. record.Answer.Damping.Where(damping => own.Contains(damping.OperationId))],
                    Measurements = [.. record.Answer.Measurements.Where(measurement => own.Contains(measurement.OperationId))],
                },
            },
            own,
            random);
    }
}
