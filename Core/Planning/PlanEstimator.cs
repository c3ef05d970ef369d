using System.Collections.Immutable;
using Orleans.QuantumMesh.Core.Circuits;

namespace Orleans.QuantumMesh.Core.Planning;

/// <summary>Estimates a plan from the same snapshot that it was made from.</summary>
public static class PlanEstimator
{
    // Prepare and commit of the reservation, then the dispatch.
    private const int RoundTripsPerFragment = 3;
    private const double UnknownRoundTripMs = 50;

    /// <summary>Estimates latency and fidelity; loops count with one turn.</summary>
    public static PlanEstimate Estimate(CircuitProgram program, ExecutionPlan plan, MeshSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(snapshot);
        var nodes = snapshot.Nodes.ToDictionary(node => node.NodeId, StringComparer.Ordinal);
        var operations = Flatten(program.Operations).ToDictionary(operation => operation.OperationId, StringComparer.Ordinal);
        var expected = new Dictionary<string, double>(StringComparer.Ordinal);
        var least = new Dictionary<string, double>(StringComparer.Ordinal);
        var lastNodeOfQubit = new Dictionary<int, string>();
        double fidelity = 1;
        foreach (string id in plan.FragmentOrder)
        {
            Fragment fragment = plan.Fragments[id];
            FragmentAssignment assignment = plan.Assignments[id];
            NodeOffer primary = nodes[assignment.PrimaryNodeId];
            expected[id] = After(expected, fragment) + FragmentMs(primary);
            least[id] = After(least, fragment) + assignment.Candidates.Min(candidate => FragmentMs(nodes[candidate.NodeId]));
            foreach (int qubit in fragment.Qubits)
            {
                if (lastNodeOfQubit.TryGetValue(qubit, out string? last) && last != primary.NodeId)
                {
                    fidelity *= primary.LinkFidelity;
                }

                lastNodeOfQubit[qubit] = primary.NodeId;
            }

            foreach (string operationId in fragment.OperationIds)
            {
                fidelity *= ProcessFidelity(operations[operationId], primary, assignment.Candidates[0].Fidelity);
            }
        }

        return new PlanEstimate
        {
            Fragments = plan.FragmentOrder.Length,
            ExpectedLatencyMs = expected.Values.DefaultIfEmpty().Max(),
            ExpectedFidelity = Math.Clamp(fidelity, 0, 1),
            LowerBound = least.Values.DefaultIfEmpty().Max(),
            Assumptions = Assumptions(plan, nodes.Values),
        };
    }

    private static IEnumerable<Operation> Flatten(IEnumerable<Operation> operations) =>
        operations.SelectMany(operation => operation is LoopOperation loop ? Flatten(loop.Body) : [operation]);

    private static double After(Dictionary<string, double> finished, Fragment fragment) =>
        fragment.Dependencies.Select(dependency => finished[dependency]).DefaultIfEmpty().Max();

    private static double FragmentMs(NodeOffer node) => RoundTripsPerFragment * (node.RoundTripMs ?? UnknownRoundTripMs);

    // ((d + 1)F - 1)/d turns an average gate fidelity into a process fidelity (results contract).
    private static double ProcessFidelity(Operation operation, NodeOffer node, double fallback)
    {
        if (operation is not GateOperation gate)
        {
            return 1;
        }

        double average = node.Services.Where(service => service.ServiceType == operation.ServiceType).Select(service => service.Fidelity).DefaultIfEmpty(fallback).Max();
        double dimension = Math.Pow(2, Math.Min(gate.Qubits.Length, 30));
        return (((dimension + 1) * average) - 1) / dimension;
    }

    private static ImmutableArray<string> Assumptions(ExecutionPlan plan, IEnumerable<NodeOffer> nodes)
    {
        var assumptions = new List<string>
        {
            "every fragment runs on its primary node at the first attempt",
            "a fragment takes three round trips; waiting for a free slot and the nodes' own work are not counted",
            "fidelities are the advertised ones",
        };
        if (plan.Loops.Length > 0)
        {
            assumptions.Add("every run-time loop takes one turn");
        }

        if (nodes.Any(node => node.RoundTripMs is null))
        {
            assumptions.Add("a node that no round trip was measured to yet counts with 50 ms");
        }

        return [.. assumptions];
    }
}
