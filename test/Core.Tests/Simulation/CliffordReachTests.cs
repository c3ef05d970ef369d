using CsCheck;
using Orleans.QuantumMesh.Core.Circuits;
using Orleans.QuantumMesh.Core.Simulation;

namespace Orleans.QuantumMesh.Core.Tests.Simulation;

/// <summary>Tableaus beside amplitudes as wide as those go in a moment, and beside closed forms beyond: GHZ states, graph states and teleportation.</summary>
public class CliffordReachTests
{
    private static readonly EngineOptions Stabilizer = new() { Method = SimulationMethod.Stabilizer };
    private static readonly EngineOptions Alone = Stabilizer with { PauliFrames = false };
    private static readonly EngineOptions Statevector = new() { Method = SimulationMethod.Statevector };

    [Fact]
    public void Up_to_twelve_qubits_counts_and_fields_are_those_of_amplitudes_with_loops_and_conditions() =>
        Gen.Select(Gen.Int[8, 12], Gen.Int[20, 120], Gen.Int[0, int.MaxValue]).Sample(
            (qubits, gates, seed) =>
            {
                var program = Looped(qubits, gates, seed);
                var expected = ResultCheck.Run(program, 48, (UInt128)seed, Statevector);
                foreach (var engine in new[] { Stabilizer, Alone })
                {
                    var found = ResultCheck.Run(program, 48, (UInt128)seed, engine);
                    Assert.Equal(("statevector", "stabilizer"), (expected.Engine.Method, found.Engine.Method));
                    Assert.Equal(expected.Counts, found.Counts);
                    Assert.Equal(expected.ClassicalCounts, found.ClassicalCounts);
                    Same(expected.ObservableExpectations, found.ObservableExpectations);
                    Same(expected.EntanglementEntropy, found.EntanglementEntropy);
                    Assert.All(expected.BlochVectors, entry => Near(entry.Value, found.BlochVectors[entry.Key]));
                }
            },
            iter: 16);

    [Theory]
    [InlineData(100)]
    [InlineData(257)]
    [InlineData(1000)]
    public void A_GHZ_state_with_flipped_qubits_has_its_closed_forms(int qubits)
    {
        var random = new Random(qubits);
        bool[] flipped = [.. Enumerable.Range(0, qubits).Select(_ => random.Next(2) == 1)];
        var order = Shuffled(qubits, random);
        var sketch = new ProgramSketch(qubits, qubits).Gate("h", order[0]);
        for (var place = 1; place < qubits; place++)
        {
            sketch.Gate("cx", order[random.Next(place)], order[place]);
        }

        Flip(sketch, "x", flipped);
        var result = Run(MeasureAll(sketch, qubits), 200);
        Assert.All(result.BlochVectors.Values, bloch => Assert.Equal(new BlochVector(0, 0, 0), bloch));
        Assert.All(result.EntanglementEntropy.Values, entropy => Assert.Equal(1, entropy));
        CheckPairs(qubits, result, (first, second) => (flipped[first] == flipped[second] ? 1 : -1, 0));
        Assert.Equal(2, result.Counts!.Count);
        Assert.All(result.Counts.Keys, key => Assert.Single(Enumerable.Range(0, qubits).Select(qubit => (key[^(qubit + 1)] == '1') ^ flipped[qubit]).Distinct()));
    }

    [Theory]
    [InlineData(100)]
    [InlineData(257)]
    [InlineData(1000)]
    public void A_star_with_phases_has_the_pairs_of_a_GHZ_state_turned(int qubits)
    {
        // The leaves have one neighbour, so that X X of two of them is in the group: with the sign of the Z on either.
        var random = new Random(qubits + 1);
        bool[] phased = [.. Enumerable.Range(0, qubits).Select(_ => random.Next(2) == 1)];
        var center = random.Next(qubits);
        var sketch = Plus(qubits);
        foreach (var leaf in Shuffled(qubits, random).Where(leaf => leaf != center))
        {
            sketch.Gate("cz", leaf, center);
        }

        Flip(sketch, "z", phased);
        var result = Run(sketch.Program(), 1);
        Assert.All(result.BlochVectors.Values, bloch => Assert.Equal(new BlochVector(0, 0, 0), bloch));
        CheckPairs(qubits, result, (first, second) => (0, first == center || second == center ? 0 : phased[first] == phased[second] ? 1 : -1));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(100)]
    [InlineData(1000)]
    public void A_linear_cluster_state_has_its_generators(int qubits)
    {
        var sketch = Plus(qubits);
        var random = new Random(qubits);
        foreach (var edge in Shuffled(qubits - 1, random))
        {
            sketch.Gate("cz", edge, edge + 1);
        }

        // Bloch vectors vanish, and so do pairs but for the ends of three qubits, with one neighbour in common.
        var pure = Run(sketch.Program(), 1);
        Assert.All(pure.BlochVectors.Values, bloch => Assert.Equal(new BlochVector(0, 0, 0), bloch));
        Assert.All(pure.EntanglementEntropy.Values, entropy => Assert.Equal(1, entropy));
        CheckPairs(qubits, pure, (first, second) => (0, qubits == 3 && second - first == 2 ? 1 : 0));

        // X on each second qubit and Z on its neighbours multiply to one, in each shot.
        for (var qubit = 0; qubit < qubits; qubit += 2)
        {
            sketch.Gate("h", qubit);
        }

        var counts = Run(MeasureAll(sketch, qubits), 64).Counts!;
        Assert.All(counts.Keys, key =>
        {
            for (var qubit = 0; qubit < qubits; qubit += 2)
            {
                var ones = Enumerable.Range(qubit - 1, 3).Count(place => place >= 0 && place < qubits && key[^(place + 1)] == '1');
                Assert.Equal(0, ones % 2);
            }
        });
        Assert.Equal(qubits == 3 ? 2 : 64, counts.Count);
    }

    [Theory]
    [InlineData(0, 0, 1)]
    [InlineData(0, 0, -1, "x")]
    [InlineData(1, 0, 0, "h")]
    [InlineData(-1, 0, 0, "x", "h")]
    [InlineData(0, 1, 0, "h", "s")]
    [InlineData(0, -1, 0, "h", "sdg")]
    public void A_state_is_teleported_along_a_thousand_qubits(int x, int y, int z, params string[] preparation)
    {
        const int qubits = 1001;
        var sketch = new ProgramSketch(qubits, qubits);
        Array.ForEach(preparation, gate => sketch.Gate(gate, 0));
        for (var qubit = 0; qubit < qubits - 1; qubit++)
        {
            sketch.Gate("h", qubit + 1).Gate("cz", qubit, qubit + 1).Gate("h", qubit).Measure(qubit, qubit).If(qubit, "x", qubit + 1);
        }

        foreach (var engine in new[] { Stabilizer, Alone })
        {
            Assert.Equal(new BlochVector(x, y, z), Run(sketch.Program(), 4, engine).BlochVectors["q1000"]);
        }
    }

    private static QuantumResult Run(CircuitProgram program, int shots, EngineOptions? engine = null) => ResultBuilder.Build(
        new ResultRequest
        {
            Program = program,
            Plan = ProgramSketch.Plan(program),
            Fragments = [],
            Shots = shots,
            Seed = 5,
            NoiseShots = 0,
            Engine = engine ?? Stabilizer,
            Options = new ResultOptions { MaximumPairQubits = 300 },
        },
        TestContext.Current.CancellationToken);

    private static void CheckPairs(int qubits, QuantumResult result, Func<int, int, (int ZZ, int XX)> closed)
    {
        if (qubits > 300)
        {
            return;
        }

        for (var first = 0; first < qubits; first++)
        {
            for (var second = first + 1; second < qubits; second++)
            {
                var (zz, xx) = closed(first, second);
                Assert.Equal((double)zz, result.ObservableExpectations[$"ZZ_q{first}_q{second}"]);
                Assert.Equal((double)xx, result.ObservableExpectations[$"XX_q{first}_q{second}"]);
            }
        }
    }

    /// <summary>Clifford gates with measurements, resets and conditions, before, within and after a loop that ends by chance.</summary>
    private static CircuitProgram Looped(int qubits, int gates, int seed)
    {
        var sketch = new ProgramSketch(qubits, qubits);
        Append(sketch, RandomPrograms.CliffordDynamic(qubits, gates, seed));
        sketch.Gate("h", 0).Measure(0, 0).While(new BitExpression(0), 400, inner =>
        {
            Append(inner, RandomPrograms.CliffordDynamic(qubits, gates / 4, seed / 2));
            inner.Gate("h", 1).Measure(1, 0);
        });
        Append(sketch, RandomPrograms.CliffordDynamic(qubits, gates, seed / 3));
        return sketch.Program();
    }

    private static void Append(ProgramSketch sketch, CircuitProgram program)
    {
        foreach (var operation in program.Operations)
        {
            _ = operation switch
            {
                GateOperation gate => sketch.Gate(gate.Gate.Name, [], [.. gate.Qubits], gate.Condition),
                MeasureOperation measure => sketch.Measure(measure.Qubits[0], measure.Bit),
                _ => sketch.Reset(operation.Qubits[0]),
            };
        }
    }

    private static ProgramSketch Plus(int qubits)
    {
        var sketch = new ProgramSketch(qubits, qubits);
        for (var qubit = 0; qubit < qubits; qubit++)
        {
            sketch.Gate("h", qubit);
        }

        return sketch;
    }

    private static void Flip(ProgramSketch sketch, string gate, bool[] on)
    {
        foreach (var (qubit, flip) in on.Index())
        {
            if (flip)
            {
                sketch.Gate(gate, qubit);
            }
        }
    }

    private static CircuitProgram MeasureAll(ProgramSketch sketch, int qubits)
    {
        for (var qubit = 0; qubit < qubits; qubit++)
        {
            sketch.Measure(qubit, qubit);
        }

        return sketch.Program();
    }

    private static int[] Shuffled(int count, Random random)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        random.Shuffle(order);
        return order;
    }

    private static void Same(IReadOnlyDictionary<string, double> expected, IReadOnlyDictionary<string, double> found)
    {
        Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), found.Keys.Order(StringComparer.Ordinal));
        Assert.All(expected, entry => Assert.Equal(entry.Value, found[entry.Key], 1e-9));
    }

    private static void Near(BlochVector expected, BlochVector found)
    {
        Assert.Equal(expected.X, found.X, 1e-9);
        Assert.Equal(expected.Y, found.Y, 1e-9);
        Assert.Equal(expected.Z, found.Z, 1e-9);
    }
}
