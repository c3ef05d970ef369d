using System.Text.Json;
using System.Text.Json.Nodes;
using Orleans.QuantumMesh.Core.Circuits;
using Orleans.QuantumMesh.Core.Planning;
using Orleans.QuantumMesh.Grains.Abstractions;

namespace Orleans.QuantumMesh.Grains.Tests.Machines;

public sealed class StoredPlanTests
{
    private const string Bell = "OPENQASM 3; qubit[2] q; bit[2] c; h q[0]; cx q[0], q[1]; c = measure q;";

    [Fact]
    public void A_stored_plan_grows_with_its_fragments_and_its_nodes_not_with_their_product()
    {
        string few = Stored(Plan(Text(100), 4));
        string manyNodes = Stored(Plan(Text(100), 40));
        string manyFragments = Stored(Plan(Text(400), 4));
        string both = Stored(Plan(Text(400), 40));
        Assert.InRange(both.Length, 0, manyNodes.Length + manyFragments.Length - few.Length + 1000);
    }

    [Fact]
    public void A_stored_plan_gives_its_candidates_again()
    {
        ExecutionPlan plan = Plan(Bell, 5);
        ExecutionPlan read = Read(Stored(plan)).WithCandidates();
        Assert.Equal(plan.ContentHash, read.ContentHash);
        Assert.All(plan.FragmentOrder, id =>
        {
            Assert.NotEmpty(read.Assignments[id].Candidates);
            Assert.Equal(plan.Assignments[id].Candidates, read.Assignments[id].Candidates);
            Assert.Equal(plan.Assignments[id].Refused, read.Assignments[id].Refused);
            Assert.Equal(plan.Assignments[id].Candidates, read.Blocks[read.Assignments[id].BlockId].Candidates);
        });
        Assert.Equal(Stored(plan), Stored(read));
    }

    [Fact]
    public void A_plan_is_stored_the_same_before_and_after_its_candidates_are_worked_out_again()
    {
        string stored = Stored(Plan(Bell, 5));
        Assert.Equal(stored, Stored(Read(stored)));
    }

    [Fact]
    public void A_plan_that_was_stored_with_its_scores_keeps_them()
    {
        ExecutionPlan plan = Plan(Bell, 3);
        JsonObject document = JsonNode.Parse(Stored(plan))!.AsObject();
        document.Remove("scoring");
        foreach ((string id, JsonNode? assignment) in document["assignments"]!.AsObject())
        {
            assignment!.AsObject().Remove("candidate_group");
            assignment["candidates"] = JsonSerializer.SerializeToNode(plan.Assignments[id].Candidates.ToArray(), EventJson.Shared.Options);
            assignment["refused"] = JsonSerializer.SerializeToNode(plan.Assignments[id].Refused, EventJson.Shared.Options);
            document["blocks"]![plan.Assignments[id].BlockId]!["candidates"] = assignment["candidates"]!.DeepClone();
        }

        ExecutionPlan read = Read(Stored(Read(document.ToJsonString()))).WithCandidates();
        Assert.All(plan.FragmentOrder, id =>
        {
            Assert.Equal(plan.Assignments[id].Candidates, read.Assignments[id].Candidates);
            Assert.Equal(plan.Assignments[id].Refused, read.Assignments[id].Refused);
            Assert.Equal(plan.Assignments[id].Candidates, read.Blocks[read.Assignments[id].BlockId].Candidates);
        });
    }

    private static string Text(int gates) => $"OPENQASM 3; qubit q; {string.Concat(Enumerable.Repeat("h q; ", gates))}";

    private static string Stored(ExecutionPlan plan) => JsonSerializer.Serialize(plan, EventJson.Shared.Options);

    private static ExecutionPlan Read(string stored) => JsonSerializer.Deserialize<ExecutionPlan>(stored, EventJson.Shared.Options)!;

    private static ExecutionPlan Plan(string text, int nodes)
    {
        string[] services = ["hadamard", "cnot", "measurement_feedforward"];
        var mesh = new MeshSnapshot(
        [
            .. Enumerable.Range(0, nodes).Select(node => new NodeOffer
            {
                NodeId = $"node-{node:D3}",
                LinkFidelity = 0.98,
                Capacity = 2,
                IsStale = node % 4 == 3,
                RoundTripMs = node + 0.1,
                Services = [.. services.Select(service => new ServiceOffer { ServiceType = service, Fidelity = 0.99 - (node * 0.001), QubitMin = 1, QubitMax = 8, Availability = true })],
            }),
        ]);
        return new CostPlanner().Plan(CircuitParser.Parse(text).Program!, mesh, new PlanningOptions { Fragmentation = Fragmentation.PerOperation }).Plan!;
    }
}
