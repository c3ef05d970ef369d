using Orleans.QuantumMesh.Core.Circuits;
using Orleans.QuantumMesh.Core.Planning;

namespace Orleans.QuantumMesh.Core.Tests.Planning;

public sealed class CostPlannerTests
{
    private static readonly CircuitProgram Bell = new ProgramBuilder(2, 0).H(0).Cx(0, 1).Build();

    [Fact]
    public void Costs_are_those_of_the_design()
    {
        ExecutionPlan plan = Plan(Bell, Snapshots.Of(Snapshots.Node("a", fidelity: 0.9, roundTrip: 50) with { SlotsTaken = 1, SuccessRate = 0.5 }));
        CandidateScore score = plan.Assignments["frag-0001"].Candidates[0];
        Assert.Equal(0.5, score.LatencyCost, 12);
        Assert.Equal(1 - 0.45, score.FailureRiskCost, 12);
        Assert.Equal(0, score.EntanglementCost);
        Assert.Equal(0.25, score.LoadCost, 12);
        Assert.Equal((0.25 * 0.5) + (0.5 * 0.55) + (0.1 * 0.25), score.TotalCost, 12);
    }

    [Fact]
    public void A_qubit_stays_where_it_is_unless_another_node_is_worth_the_hand_over()
    {
        NodeOffer here = Snapshots.Node("here", services: ["hadamard", "cnot"]);
        NodeOffer better = Snapshots.Node("there", fidelity: 0.991, link: 0.9, services: ["cnot"]);
        Assert.Equal(0, Plan(Bell, Snapshots.Of(here, better)).Ebits);
        NodeOffer best = Snapshots.Node("there", fidelity: 0.999, link: 0.999, roundTrip: 0, services: ["cnot"]);
        ExecutionPlan moved = Plan(Bell, Snapshots.Of(here, best));
        Assert.Equal(1, moved.Ebits);
        Assert.Equal(0.001, moved.Assignments["frag-0002"].Candidates[0].EntanglementCost, 12);
        Assert.Equal(["here"], moved.Assignments["frag-0002"].FallbackNodeIds);
    }

    [Fact]
    public void Ties_go_to_the_higher_fidelity_and_then_to_the_smaller_id()
    {
        ExecutionPlan same = Plan(Bell, Snapshots.Of(Snapshots.Node("c"), Snapshots.Node("a"), Snapshots.Node("b"), Snapshots.Node("d")));
        Assert.Equal("a", same.Assignments["frag-0001"].PrimaryNodeId);
        Assert.Equal(["b", "c"], same.Assignments["frag-0001"].FallbackNodeIds);
        ExecutionPlan finer = Plan(Bell, Snapshots.Of(Snapshots.Node("a", 0.9), Snapshots.Node("b", 0.99) with { SuccessRate = 0.9 / 0.99 }));
        Assert.Equal(finer.Assignments["frag-0001"].Candidates[0].Fidelity >= 0.9, finer.Assignments["frag-0001"].PrimaryNodeId is "a" or "b");
    }

    [Fact]
    public void Fragments_of_one_stage_spread_over_equal_nodes()
    {
        ExecutionPlan plan = Plan(new ProgramBuilder(2, 0).H(0).H(1).Build(), Snapshots.Of(Snapshots.Node("a"), Snapshots.Node("b")), new PlanningOptions { Fragmentation = Fragmentation.PerOperation });
        Assert.Equal(["a", "b"], plan.Assignments.Values.Select(assignment => assignment.PrimaryNodeId));
    }

    [Fact]
    public void Every_refusal_is_named()
    {
        NodeOffer good = Snapshots.Node("good");
        NodeOffer[] refused =
        [
            Snapshots.Node("draining") with { Health = NodeHealth.Draining },
            Snapshots.Node("fidelity", fidelity: 0.5),
            Snapshots.Node("enrollment") with { IsEnrolled = false },
            Snapshots.Node("qubits", qubitMax: 0),
            Snapshots.Node("service", services: ["cz"]),
            Snapshots.Node("stale") with { IsStale = true },
            good with { NodeId = "availability", Services = [.. good.Services.Select(service => service with { Availability = false })] },
        ];
        ExecutionPlan plan = Plan(Bell, Snapshots.Of([good, .. refused]));
        FragmentAssignment assignment = plan.Assignments["frag-0001"];
        Assert.Equal("good", assignment.PrimaryNodeId);
        Assert.Empty(assignment.FallbackNodeIds);
        Assert.Equal(refused.Length, assignment.Refused.Length);
        Assert.All(assignment.Refused, candidate => Assert.Equal(candidate.NodeId, candidate.Reason));
    }

    [Fact]
    public void Without_a_candidate_the_obstacle_names_fragment_and_reason()
    {
        PlanOutcome outcome = new CostPlanner().Plan(Bell, Snapshots.Of(Snapshots.Node("a", services: ["hadamard"])), new PlanningOptions());
        Assert.Null(outcome.Plan);
        Assert.Equal(["cnot"], outcome.MissingServices);
        Assert.Contains("frag-0002", outcome.Obstacle, StringComparison.Ordinal);
        Assert.Contains("does not offer cnot", outcome.Obstacle, StringComparison.Ordinal);
        Assert.Contains("no service node is known", new CostPlanner().Plan(Bell, MeshSnapshot.Empty, new PlanningOptions()).Obstacle, StringComparison.Ordinal);
    }

    [Fact]
    public void A_plan_depends_on_content_alone()
    {
        MeshSnapshot one = Snapshots.Of(Snapshots.Node("a"), Snapshots.Node("b"));
        MeshSnapshot other = Snapshots.Of(Snapshots.Node("b"), Snapshots.Node("a"));
        ExecutionPlan plan = Plan(Bell, one);
        Assert.Equal(plan.ContentHash, Plan(Bell, other).ContentHash);
        Assert.Equal(plan.QualitySnapshotId, Plan(Bell, other).QualitySnapshotId);
        Assert.NotEqual(plan.ContentHash, Plan(Bell, Snapshots.Of(Snapshots.Node("a"), Snapshots.Node("b") with { SlotsTaken = 1 })).ContentHash);
        Assert.NotEqual(plan.ContentHash, Plan(new ProgramBuilder(2, 0).H(0).Cx(1, 0).Build(), one).ContentHash);
        Assert.NotEqual(plan.ContentHash, Plan(Bell, one, new PlanningOptions { LoadWeight = 0.2 }).ContentHash);
    }

    [Fact]
    public void Blocks_tell_what_may_be_entangled()
    {
        ExecutionPlan plan = Plan(new ProgramBuilder(3, 0).Cx(0, 1).H(2).Gate("cz", "cz", [1, 2]).Build(), Snapshots.Of(Snapshots.Node("a")));
        PlanBlock last = plan.Blocks[plan.Assignments["frag-0003"].BlockId];
        Assert.Equal([1, 2], last.ActiveQubits);
        Assert.Equal([0, 1, 2], last.StateQubits);
        Assert.Equal(2, last.InputComponentQubits.Length);
        Assert.Equal("block-s02-b01", last.BlockId);
        Assert.Equal("stage-02", plan.Stages[1].StageId);
    }

    [Fact]
    public void Centralized_needs_one_node_with_everything()
    {
        MeshSnapshot split = Snapshots.Of(Snapshots.Node("a", services: ["hadamard"]), Snapshots.Node("b", services: ["cnot"]));
        PlanOutcome outcome = new CostPlanner().Plan(Bell, split, new PlanningOptions { Mode = ExecutionMode.Centralized });
        Assert.Contains("no single node offers all", outcome.Obstacle, StringComparison.Ordinal);
    }

    [Fact]
    public void The_estimate_follows_from_rows_and_plan()
    {
        MeshSnapshot mesh = Snapshots.Of(Snapshots.Node("a", fidelity: 0.99, roundTrip: 2));
        PlanEstimate estimate = PlanEstimator.Estimate(Bell, Plan(Bell, mesh), mesh);
        Assert.Equal(2, estimate.Fragments);
        Assert.Equal(12, estimate.ExpectedLatencyMs, 9);
        Assert.Equal(12, estimate.LowerBound, 9);
        Assert.Equal(((3 * 0.99) - 1) / 2 * (((5 * 0.99) - 1) / 4), estimate.ExpectedFidelity, 12);
    }

    private static ExecutionPlan Plan(CircuitProgram program, MeshSnapshot snapshot, PlanningOptions? options = null)
    {
        PlanOutcome outcome = new CostPlanner().Plan(program, snapshot, options ?? new PlanningOptions());
        Assert.Null(outcome.Obstacle);
        return outcome.Plan!;
    }
}
