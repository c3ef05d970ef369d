using System.Text.Json;
using CsCheck;
using Orleans.QuantumMesh.Core.Circuits;
using Orleans.QuantumMesh.Core.Simulation;

namespace Orleans.QuantumMesh.Core.Tests.Simulation;

/// <summary>Shots of Clifford programs that are carried together through measurements, resets, conditional Paulis and errors.</summary>
public class CarriedShotsTests
{
    private static readonly string[] Gates = ["h", "s", "sdg", "x", "y", "z", "sx", "cx", "cy", "cz", "swap", "iswap"];
    private static readonly string[] Paulis = ["x", "y", "z", "id"];
    private static readonly EngineOptions Carried = new() { Method = SimulationMethod.Stabilizer };
    private static readonly EngineOptions Alone = Carried with { PauliFrames = false };
    private static readonly EngineOptions Statevector = new() { Method = SimulationMethod.Statevector };
    private static readonly JsonElement Model = JsonDocument.Parse("""{"depolarizing":{"q1":0.05,"q2":0.1},"dephasing":0.02,"readout":{"p01":0.05,"p10":0.05}}""").RootElement;

    [Fact]
    public void Carried_shots_have_the_outcomes_of_amplitudes() => Gen.Select(Gen.Int[2, 7], Gen.Int[1, 60], Gen.Int[1, 200], Gen.Int[0, int.MaxValue]).Sample(
        (qubits, gates, shots, seed) =>
        {
            var program = Draw(qubits, gates, seed);
            var expected = ResultCheck.Run(program, shots, (UInt128)seed, Statevector);
            var found = ResultCheck.Run(program, shots, (UInt128)seed, Carried);
            AssertSame(expected, found);
            AssertSameState(expected, found);
        },
        iter: 200);

    [Fact]
    public void Carried_shots_have_the_outcomes_of_shots_alone_across_words() => Gen.Select(Gen.Int[60, 140], Gen.Int[50, 400], Gen.Int[60, 140], Gen.Int[0, int.MaxValue]).Sample(
        (qubits, gates, shots, seed) =>
        {
            var program = Draw(qubits, gates, seed);
            AssertSame(ResultCheck.Run(program, shots, (UInt128)seed, Alone), ResultCheck.Run(program, shots, (UInt128)seed, Carried));
        },
        iter: 12);

    [Fact]
    public void Carried_errors_fold_as_those_of_amplitudes() => Gen.Select(Gen.Int[2, 5], Gen.Int[3, 40], Gen.Int[1, 100], Gen.Int[0, int.MaxValue]).Sample(
        (qubits, gates, shots, seed) =>
        {
            var program = Draw(qubits, gates, seed);
            FragmentRecord[] records = [.. new NoiseSampler(Model, shots, seed).Records(program)];
            var expected = Fold(program, records, shots, Statevector);
            var found = Fold(program, records, shots, Carried);
            Assert.Equal(Text(expected.Noise.Counts!), Text(found.Noise.Counts!));
            Assert.Equal(Text(expected.Noise.ClassicalCounts!), Text(found.Noise.ClassicalCounts!));
            Assert.Equal(expected.Noise.ErrorsTotal, found.Noise.ErrorsTotal);
            Assert.Equal(expected.Noise.ShotsWithErrors, found.Noise.ShotsWithErrors);
            Assert.Equal(expected.Noise.ReadoutFlips, found.Noise.ReadoutFlips);
            Assert.Equal(expected.Noise.LeadRunErrors!.Select(error => (error.OperationId, error.Pauli)), found.Noise.LeadRunErrors!.Select(error => (error.OperationId, error.Pauli)));
            Assert.Equal(expected.Fidelity.FidelityToTargetState!.Value, found.Fidelity.FidelityToTargetState!.Value, 1e-9);
            Assert.Equal(expected.Fidelity.LeadRunFidelity!.Value, found.Fidelity.LeadRunFidelity!.Value, 1e-9);
        },
        iter: 200);

    [Fact]
    public void A_thousand_qubits_measured_again_and_again_take_many_shots()
    {
        const int qubits = 1000;
        var sketch = new ProgramSketch(qubits, qubits);
        for (var round = 0; round < 3; round++)
        {
            for (var qubit = 1; qubit < qubits; qubit += 2)
            {
                sketch.Gate("h", qubit - 1).Gate("cx", qubit - 1, qubit).Measure(qubit, qubit).If(qubit, "x", qubit - 1).Measure(qubit - 1, qubit - 1).Reset(qubit).Reset(qubit - 1);
            }
        }

        var program = sketch.Program();
        Assert.Null(ExecutionEstimate.Of(program, 2_000, Carried).Refusal(new EngineLimits()));
        var counts = CircuitSampler.Counts(program, 2_000, 5, Carried, TestContext.Current.CancellationToken)!;
        Assert.Equal(2_000, counts.Count);
        for (var place = 0; place < qubits; place += 2)
        {
            Assert.All(counts.Keys, key => Assert.Equal('0', key[^(place + 2)]));
        }
    }

    [Fact]
    public void Many_histories_of_a_Clifford_program_take_one_tableau_by_themselves()
    {
        var sketch = new ProgramSketch(12, 12);
        for (var qubit = 0; qubit < 12; qubit++)
        {
            sketch.Gate("h", qubit).Gate("cx", qubit, (qubit + 1) % 12).Measure(qubit, qubit).Reset(qubit).Gate("h", qubit).Measure(qubit, qubit);
        }

        var program = sketch.Program();
        Assert.Equal(SimulationMethod.Stabilizer, ExecutionEstimate.Of(program, 1_000).Method);
        var found = ResultCheck.Run(program, 1_000, 9);
        Assert.Equal("stabilizer", found.Engine.Method);
        var expected = ResultCheck.Run(program, 1_000, 9, Statevector);
        AssertSame(expected, found);
        AssertSameState(expected, found);
    }

    [Theory]
    [InlineData("""
        int[8] n = 0; uint[4] k = 0; bit even;
        for int i in [0:5] {
          h q[0]; cx q[0], q[1]; c[0] = measure q[0];
          if (c[0]) { n = n + 1; }
          if (n > 2) x q[2];
          even = c[0] ^ c[1];
          if (even) { z q[3]; reset q[0]; }
          h q[3]; c[1] = measure q[3];
          if (c == 3) { k = 5; }
        }
        if (k == 5) y q[1];
        c = measure q;
        """)]
    [InlineData("""
        bit[2] m;
        for int i in [0:3] {
          h q[1]; cx q[1], q[2]; m[0] = measure q[1]; m[1] = measure q[2];
          if (m == "11") { x q[1]; x q[2]; }
          if (m[0] && !c[3]) { c[3] = measure q[1]; }
          c[3] = m[1];
        }
        h q[0]; c[0] = measure q[0]; c[1] = measure q[1]; c[2] = measure q[2];
        """)]
    public void Variables_and_assignments_are_each_shots_own(string body)
    {
        var parsed = CircuitParser.Parse("OPENQASM 3.0; include \"stdgates.inc\"; qubit[4] q; bit[4] c; reset q; " + body);
        Assert.Empty(parsed.Diagnostics);
        var expected = ResultCheck.Run(parsed.Program!, 300, 11, Statevector);
        Assert.True(expected.ClassicalCounts!.Count > 3);
        AssertSame(expected, ResultCheck.Run(parsed.Program!, 300, 11, Carried));
        AssertSame(expected, ResultCheck.Run(parsed.Program!, 300, 11, Alone));
        FragmentRecord[] records = [.. new NoiseSampler(Model, 200, 3).Records(parsed.Program!)];
        var noisy = Fold(parsed.Program!, records, 200, Statevector);
        var found = Fold(parsed.Program!, records, 200, Carried);
        Assert.Equal(Text(noisy.Noise.ClassicalCounts!), Text(found.Noise.ClassicalCounts!));
        Assert.Equal(noisy.Fidelity.FidelityToTargetState!.Value, found.Fidelity.FidelityToTargetState!.Value, 1e-9);
    }

    [Fact]
    public void More_shots_than_are_carried_at_a_time_are_those_of_amplitudes()
    {
        var program = new ProgramSketch(3, 3).Gate("h", 0).Gate("cx", 0, 1).Measure(0, 0).If(0, "x", 2).Reset(0).Gate("h", 0).Measure(0, 0).Measure(1, 1).Measure(2, 2).Program();
        const int shots = 70_001;
        AssertSame(ResultCheck.Run(program, shots, 5, Statevector), ResultCheck.Run(program, shots, 5, Carried));
    }

    [Fact]
    public void Loops_take_a_tableau_turn_by_turn() => Gen.Select(Gen.Int[2, 6], Gen.Int[1, 12], Gen.Int[0, int.MaxValue]).Sample(
        (qubits, gates, seed) =>
        {
            var body = RandomPrograms.CliffordDynamic(qubits, gates, seed).Operations;
            var sketch = new ProgramSketch(qubits, qubits).Gate("h", 0).Measure(0, 0);
            sketch.While(new BitExpression(0), 400, inner =>
            {
                foreach (var operation in body.OfType<GateOperation>().Where(gate => gate.Condition is null))
                {
                    inner.Gate(operation.Gate.Name, [.. operation.Qubits]);
                }

                inner.Measure(qubits - 1, qubits - 1).Reset(0).Gate("h", 0).Measure(0, 0);
            });
            var program = sketch.Gate("h", 1).Measure(1, 1).Program();
            var expected = ResultCheck.Run(program, 60, (UInt128)seed, Statevector);
            var found = ResultCheck.Run(program, 60, (UInt128)seed, Carried);
            Assert.Equal("stabilizer", found.Engine.Method);
            AssertSame(expected, found);
        },
        iter: 60);

    private static CircuitProgram Draw(int qubits, int gates, int seed)
    {
        var random = new Random(seed);
        var sketch = new ProgramSketch(qubits, qubits);
        for (var gate = 0; gate < gates; gate++)
        {
            var (one, other) = (random.Next(qubits), random.Next(qubits));
            switch (random.Next(10))
            {
                case 0 or 1:
                    sketch.Measure(one, other);
                    break;
                case 2:
                    sketch.Reset(one);
                    break;
                case 3 when random.Next(2) == 0:
                    // Only some shots do these, but all find what was measured just before.
                    var condition = new BitExpression(random.Next(qubits), random.Next(2) == 0);
                    sketch.Measure(one, other);
                    sketch = random.Next(3) switch
                    {
                        0 => sketch.Reset(one, condition),
                        1 => sketch.Measure(one, random.Next(qubits), condition),
                        _ => sketch.Assign(random.Next(qubits), new SumExpression([other, random.Next(qubits), one]), random.Next(2) == 0 ? condition : null),
                    };
                    break;
                case 3:
                    sketch.Gate(Paulis[random.Next(Paulis.Length)], [], [one], new BitExpression(other, random.Next(2) == 0));
                    break;
                default:
                    var name = Gates[random.Next(Gates.Length)];
                    if (GateCatalog.Get(name).QubitCount == 1)
                    {
                        sketch.Gate(name, one);
                    }
                    else if (one != other)
                    {
                        sketch.Gate(name, one, other);
                    }

                    break;
            }
        }

        for (var qubit = 0; qubit < qubits - 1; qubit++)
        {
            sketch.Measure(qubit, qubit);
        }

        return sketch.Program();
    }

    private static QuantumResult Fold(CircuitProgram program, FragmentRecord[] records, int shots, EngineOptions engine) => ResultBuilder.Build(
        new ResultRequest
        {
            Program = program,
            Plan = ProgramSketch.Plan(program),
            Fragments = [.. records],
            Shots = 4,
            Seed = 0,
            NoiseShots = shots,
            Engine = engine,
        },
        TestContext.Current.CancellationToken);

    private static void AssertSame(QuantumResult expected, QuantumResult found)
    {
        Assert.Equal(Text(expected.Counts!), Text(found.Counts!));
        Assert.Equal(Text(expected.ClassicalCounts!), Text(found.ClassicalCounts!));
        foreach (var (key, value) in expected.ObservableExpectations)
        {
            Assert.Equal(value, found.ObservableExpectations[key], 1e-9);
        }

        foreach (var (key, value) in expected.BlochVectors)
        {
            Assert.Equal(value.X, found.BlochVectors[key].X, 1e-9);
            Assert.Equal(value.Y, found.BlochVectors[key].Y, 1e-9);
            Assert.Equal(value.Z, found.BlochVectors[key].Z, 1e-9);
        }

        Assert.Equal(expected.TopBasisStates.Select(state => state.State), found.TopBasisStates.Select(state => state.State));
    }

    private static void AssertSameState(QuantumResult expected, QuantumResult found)
    {
        var left = expected.Statevector!.Select(ResultCheck.ParseComplex).ToArray();
        var right = found.Statevector!.Select(ResultCheck.ParseComplex).ToArray();
        var largest = Enumerable.Range(0, left.Length).MaxBy(index => left[index].Magnitude);
        var phase = left[largest] / right[largest];
        for (var index = 0; index < left.Length; index++)
        {
            Assert.True((left[index] - (right[index] * phase)).Magnitude < 1e-9);
        }

        foreach (var (one, other) in expected.TopBasisStates.Zip(found.TopBasisStates))
        {
            Assert.True((ResultCheck.ParseComplex(one.Amplitude!) - (ResultCheck.ParseComplex(other.Amplitude!) * phase)).Magnitude < 1e-9);
        }

        Assert.Equal(expected.DistributedExecution.ValidationStatevectorFidelity, found.DistributedExecution.ValidationStatevectorFidelity);
    }

    private static string Text(IReadOnlyDictionary<string, long> counts) => string.Join(' ', counts.Select(entry => $"{entry.Key}:{entry.Value}"));
}
