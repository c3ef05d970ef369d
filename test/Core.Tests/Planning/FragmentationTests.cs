using CsCheck;
using Orleans.QuantumMesh.Core.Circuits;
using Orleans.QuantumMesh.Core.Planning;

namespace Orleans.QuantumMesh.Core.Tests.Planning;

public sealed class FragmentationTests
{
    private static readonly MeshSnapshot Mesh = Snapshots.Of(Snapshots.Node("a"), Snapshots.Node("b", 0.98));

    [Fact]
    public void Neighbouring_operations_of_one_service_share_a_fragment()
    {
        ExecutionPlan plan = Plan(new ProgramBuilder(3, 0).H(0).H(1).Cx(0, 1).Cx(1, 2).H(0).Build());
        Assert.Equal(["op-0001,op-0002", "op-0003,op-0004", "op-0005"], Contents(plan));
        Assert.Equal(["frag-0002"], plan.Fragments["frag-0003"].Dependencies);
    }

    [Fact]
    public void A_fragment_is_never_wider_than_the_widest_node()
    {
        var builder = new ProgramBuilder(20, 0);
        for (int qubit = 0; qubit < 20; qubit++)
        {
            builder.H(qubit);
        }

        ExecutionPlan plan = Plan(builder.Build());
        Assert.Equal([8, 8, 4], plan.FragmentOrder.Select(id => plan.Fragments[id].Qubits.Length));
    }

    [Fact]
    public void A_measurement_and_a_reader_of_its_bit_never_share_a_fragment()
    {
        ExecutionPlan plan = Plan(new ProgramBuilder(2, 1).Measure(0, 0).Reset(1, new BitSet(0)).Build());
        Assert.Equal(["op-0001", "op-0002"], Contents(plan));
        Assert.Equal(["frag-0001"], plan.Fragments["frag-0002"].Dependencies);
    }

    [Fact]
    public void A_bit_that_the_coordinator_computes_carries_the_dependency()
    {
        ExecutionPlan plan = Plan(new ProgramBuilder(2, 2).Measure(0, 0).Assign(1, new BitSet(0)).H(1, new BitSet(1)).Build());
        Assert.Equal(["frag-0001"], plan.Fragments["frag-0002"].Dependencies);
    }

    [Fact]
    public void A_bit_is_read_before_it_is_written_again()
    {
        ExecutionPlan plan = Plan(new ProgramBuilder(3, 1).Measure(0, 0).H(1, new BitSet(0)).Measure(2, 0).Build());
        Fragment second = plan.Fragments[plan.FragmentOrder[2]];
        Assert.Equal(["op-0003"], second.OperationIds);
        Assert.Equal(["frag-0001", "frag-0002"], second.Dependencies);
    }

    [Fact]
    public void A_barrier_orders_what_shares_no_qubit()
    {
        ExecutionPlan plan = Plan(new ProgramBuilder(2, 0).H(0).Barrier(0, 1).Cx(1, 0).Build());
        Assert.Equal(["frag-0001"], plan.Fragments["frag-0002"].Dependencies);
        ExecutionPlan apart = Plan(new ProgramBuilder(2, 0).H(0).Barrier(0, 1).Gate("z", "cz", [1]).Build());
        Assert.Equal(["frag-0001"], apart.Fragments["frag-0002"].Dependencies);
    }

    [Fact]
    public void Per_operation_makes_a_fragment_of_each_and_keeps_independent_ones_apart()
    {
        ExecutionPlan plan = Plan(new ProgramBuilder(2, 0).H(0).H(1).Cx(0, 1).Build(), new PlanningOptions { Fragmentation = Fragmentation.PerOperation });
        Assert.Equal(["op-0001", "op-0002", "op-0003"], Contents(plan));
        Assert.Empty(plan.Fragments["frag-0002"].Dependencies);
        Assert.Equal(["frag-0001", "frag-0002"], plan.Fragments["frag-0003"].Dependencies);
    }

    [Fact]
    public void Centralized_is_one_fragment_on_one_node()
    {
        ExecutionPlan plan = Plan(new ProgramBuilder(2, 1).H(0).Cx(0, 1).Measure(0, 0).H(1, new BitSet(0)).Build(), new PlanningOptions { Mode = ExecutionMode.Centralized });
        Fragment only = Assert.Single(plan.Fragments.Values);
        Assert.Equal("*", only.ServiceType);
        Assert.Equal(4, only.OperationIds.Length);
        Assert.Equal(0, plan.Ebits);
    }

    [Fact]
    public void A_loop_parts_what_stands_before_and_after_it()
    {
        ExecutionPlan plan = Plan(new ProgramBuilder(2, 1).H(0).While(new BitSet(0), body => body.H(0).Measure(0, 0)).H(1).Build());
        PlanLoop loop = Assert.Single(plan.Loops);
        Assert.Equal("op-0002", loop.LoopId);
        Assert.Equal(["frag-0001"], loop.Dependencies);
        Assert.Equal(["frag-0002", "frag-0003"], loop.FragmentIds);
        Assert.All(loop.FragmentIds, id => Assert.Equal("op-0002", plan.Fragments[id].LoopId));
        Assert.Equal(["frag-0002", "frag-0003"], plan.Fragments["frag-0004"].Dependencies);
    }

    [Fact]
    public void Four_thousand_and_ninety_six_operations_are_the_most_of_a_fragment()
    {
        var builder = new ProgramBuilder(1, 0);
        for (int i = 0; i < 5000; i++)
        {
            builder.H(0);
        }

        foreach (ExecutionMode mode in Enum.GetValues<ExecutionMode>())
        {
            ExecutionPlan plan = Plan(builder.Build(), new PlanningOptions { Mode = mode });
            Assert.Equal([4096, 904], plan.FragmentOrder.Select(id => plan.Fragments[id].OperationIds.Length));
        }
    }

    [Fact]
    public void Any_program_is_cut_into_convex_fragments_in_a_topological_order()
    {
        Gen.Select(Gen.Int[0, 5], Gen.Int[0, 4], Gen.Int[0, 4], Gen.Int[0, 2]).Array[0, 60].Sample(steps =>
        {
            var builder = new ProgramBuilder(5, 3);
            foreach ((int kind, int first, int second, int bit) in steps)
            {
                _ = kind switch
                {
                    0 => builder.H(first),
                    1 => first == second ? builder.Barrier(0, 1, 2) : builder.Cx(first, second),
                    2 => builder.Measure(first, bit),
                    3 => builder.H(first, new BitSet(bit)),
                    4 => builder.Reset(first),
                    _ => builder.While(new BitSet(bit), body => body.H(first).Measure(second, bit)),
                };
            }

            CircuitProgram program = builder.Build();
            foreach (PlanningOptions options in new[] { new PlanningOptions(), new PlanningOptions { Fragmentation = Fragmentation.PerOperation }, new PlanningOptions { Mode = ExecutionMode.Centralized } })
            {
                Check(program, Plan(program, options), options);
            }
        });
    }

    private static void Check(CircuitProgram program, ExecutionPlan plan, PlanningOptions options)
    {
        Operation[] placed = [.. ProgramBuilder.Flatten(program.Operations).Where(operation => operation.ServiceType.Length > 0)];
        Assert.Equal(placed.Select(operation => operation.OperationId).Order(StringComparer.Ordinal), plan.Fragments.Values.SelectMany(fragment => fragment.OperationIds).Order(StringComparer.Ordinal));
        var fragmentOf = plan.Fragments.Values.SelectMany(fragment => fragment.OperationIds, (fragment, id) => (id, fragment.FragmentId)).ToDictionary(pair => pair.id, pair => pair.FragmentId);
        var place = plan.FragmentOrder.Select((id, index) => (id, index)).ToDictionary(pair => pair.id, pair => pair.index);
        foreach (Fragment fragment in plan.Fragments.Values)
        {
            Assert.All(fragment.Dependencies, dependency => Assert.True(place[dependency] < place[fragment.FragmentId]));
            Assert.Equal(fragment.OperationIds, fragment.OperationIds.Order(StringComparer.Ordinal));
        }

        for (int qubit = 0; qubit < program.QubitCount; qubit++)
        {
            string[] chain = [.. placed.Where(operation => operation.Qubits.Contains(qubit)).Select(operation => fragmentOf[operation.OperationId])];
            for (int i = 1; i < chain.Length; i++)
            {
                Assert.True(chain[i] == chain[i - 1] || place[chain[i - 1]] < place[chain[i]], "a qubit's operations stand in another order");
            }
        }

        if (options.Mode == ExecutionMode.Distributed)
        {
            foreach (MeasureOperation measure in placed.OfType<MeasureOperation>())
            {
                Assert.DoesNotContain(placed, operation => operation.Number > measure.Number && operation.Condition is BitSet condition && condition.Bits.Contains(measure.Bit)
                    && fragmentOf[operation.OperationId] == fragmentOf[measure.OperationId]);
            }
        }
    }

    private static ExecutionPlan Plan(CircuitProgram program, PlanningOptions? options = null)
    {
        PlanOutcome outcome = new CostPlanner().Plan(program, Mesh, options ?? new PlanningOptions());
        Assert.Null(outcome.Obstacle);
        return outcome.Plan!;
    }

    private static IEnumerable<string> Contents(ExecutionPlan plan) => plan.FragmentOrder.Select(id => string.Join(',', plan.Fragments[id].OperationIds));
}
