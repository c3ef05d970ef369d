using CsCheck;
using Orleans.QuantumMesh.Core.Circuits;
using Orleans.QuantumMesh.Core.Planning;

namespace Orleans.QuantumMesh.Core.Tests.Planning;

public sealed class CandidateListTests
{
    private static readonly Gen<NodeOffer> AnyNode =
        Gen.Select(Gen.Int[80, 99], Gen.Int[90, 100], Gen.Int[1, 4], Gen.Int[0, 3], Gen.Int[0, 3], Gen.Int[0, 9]).Select((fidelity, link, capacity, taken, roundTrip, health) =>
            Snapshots.Node(string.Empty, fidelity * 0.01, link * 0.01, 8, capacity, roundTrip == 0 ? null : roundTrip) with { SlotsTaken = taken, IsStale = health == 0 });

    private static readonly Gen<(CircuitProgram Program, MeshSnapshot Mesh, PlanningOptions Options)> AnyCase = Gen.Select(
        Gen.Select(Gen.Int[0, 3], Gen.Int[0, 4], Gen.Int[0, 4]).Array[1, 30],
        AnyNode.Array[1, 12],
        Gen.Enum<ExecutionMode>(),
        Gen.Enum<Fragmentation>(),
        Gen.Int[0, 4],
        Gen.Int[1, 8]).Select((steps, nodes, mode, fragmentation, fallbacks, most) => (
            Program(steps),
            Snapshots.Of([.. nodes.Select((node, place) => node with { NodeId = $"n{place:D2}" })]),
            new PlanningOptions { Mode = mode, Fragmentation = fragmentation, FallbackCount = fallbacks, MaximumFragmentOperations = most }));

    [Fact]
    public void Every_score_is_what_the_cost_model_says_when_the_fragment_is_placed() => AnyCase.Sample(sample =>
    {
        if (new CostPlanner().Plan(sample.Program, sample.Mesh, sample.Options).Plan is not { } plan)
        {
            return;
        }

        var nodes = sample.Mesh.Nodes.ToDictionary(node => node.NodeId);
        var lastNode = new Dictionary<int, string>();
        foreach (string id in plan.FragmentOrder)
        {
            FragmentAssignment assignment = plan.Assignments[id];
            string[] placed = [.. plan.Fragments[id].Qubits.Where(lastNode.ContainsKey).Select(qubit => lastNode[qubit])];
            string[] stage = [.. plan.FragmentOrder.TakeWhile(other => other != id).Select(other => plan.Assignments[other]).Where(other => other.StageIndex == assignment.StageIndex).Select(other => other.PrimaryNodeId)];
            foreach (CandidateScore score in assignment.Candidates)
            {
                NodeOffer node = nodes[score.NodeId];
                double roundTrip = node.RoundTripMs ?? 50;
                Assert.Equal(roundTrip / (roundTrip + 50), score.LatencyCost, 12);
                Assert.Equal(1 - (score.Fidelity * node.SuccessRate), score.FailureRiskCost, 12);
                Assert.Equal(placed.Count(last => last != score.NodeId) * Math.Max(0.001, 1 - node.LinkFidelity), score.EntanglementCost, 12);
                Assert.Equal((node.SlotsTaken + stage.Count(primary => primary == score.NodeId)) / (double)node.Capacity, score.LoadCost, 12);
                Assert.Equal((0.25 * score.LatencyCost) + (0.5 * score.FailureRiskCost) + (0.15 * score.EntanglementCost) + (0.1 * score.LoadCost), score.TotalCost, 12);
            }

            Assert.Equal(nodes.Count, assignment.Candidates.Count + assignment.Refused.Length);
            Assert.Equal([assignment.PrimaryNodeId, .. assignment.FallbackNodeIds], assignment.Candidates.Take(assignment.FallbackNodeIds.Length + 1).Select(score => score.NodeId));
            Assert.Equal(Math.Min(sample.Options.FallbackCount, assignment.Candidates.Count - 1), assignment.FallbackNodeIds.Length);
            Assert.Equal(Sorted(assignment, sample.Options), assignment.Candidates.Select(score => score.NodeId));
            foreach (int qubit in plan.Fragments[id].Qubits)
            {
                lastNode[qubit] = assignment.PrimaryNodeId;
            }
        }
    });

    [Fact]
    public void Candidates_by_place_are_those_in_order() => AnyCase.Sample(sample =>
    {
        if (new CostPlanner().Plan(sample.Program, sample.Mesh, sample.Options).Plan is { } plan)
        {
            Assert.All(plan.Assignments.Values, assignment =>
                Assert.Equal(assignment.Candidates, Enumerable.Range(0, assignment.Candidates.Count).Select(place => assignment.Candidates[place])));
        }
    });

    [Fact]
    public void A_plan_without_its_candidates_gives_them_again() => AnyCase.Sample(sample =>
    {
        if (new CostPlanner().Plan(sample.Program, sample.Mesh, sample.Options).Plan is not { } plan)
        {
            return;
        }

        ExecutionPlan again = (plan with
        {
            Assignments = plan.Assignments.SetItems(plan.Assignments.Select(pair => KeyValuePair.Create(pair.Key, pair.Value with { Candidates = [], Refused = [] }))),
            Blocks = plan.Blocks.SetItems(plan.Blocks.Select(pair => KeyValuePair.Create(pair.Key, pair.Value with { Candidates = [] }))),
        }).WithCandidates();
        foreach (string id in plan.FragmentOrder)
        {
            Assert.Equal(plan.Assignments[id].Candidates, again.Assignments[id].Candidates);
            Assert.Equal(plan.Assignments[id].Refused, again.Assignments[id].Refused);
            Assert.Equal(plan.Assignments[id].Candidates, again.Blocks[plan.Assignments[id].BlockId].Candidates);
        }
    });

    private static IEnumerable<string> Sorted(FragmentAssignment assignment, PlanningOptions options)
    {
        int chosen = Math.Min(options.FallbackCount + 1, assignment.Candidates.Count);
        CandidateScore[] byFidelity = [.. assignment.Candidates.OrderByDescending(score => score.Fidelity).ThenBy(score => score.NodeId, StringComparer.Ordinal)];
        CandidateScore[] cheapest = [.. byFidelity.OrderBy(score => score.NodeId == assignment.PrimaryNodeId ? double.NegativeInfinity : score.TotalCost).Take(chosen)];
        return [.. cheapest.Select(score => score.NodeId), .. byFidelity.Except(cheapest).Select(score => score.NodeId)];
    }

    private static CircuitProgram Program((int Kind, int First, int Second)[] steps)
    {
        var builder = new ProgramBuilder(5, 1);
        foreach ((int kind, int first, int second) in steps)
        {
            _ = kind switch
            {
                0 => builder.H(first),
                1 => builder.Measure(first, 0),
                _ => first == second ? builder.Barrier(0, 1, 2) : builder.Cx(first, second),
            };
        }

        return builder.Build();
    }
}
