using Orleans.QuantumMesh.Grains.Abstractions;

namespace Orleans.QuantumMesh.Mesh.Tests;

/// <summary>Makes dispatches.</summary>
internal static class Fragments
{
    public static FragmentOperation Operation(int number, string gate, params int[] qubits) => new() { OperationId = $"op-{number:D4}", Gate = gate, Qubits = qubits };

    public static FragmentCall Call(string token, IReadOnlyList<FragmentOperation> operations, int shots = 256, UInt128 seed = default, string executionId = "exec-1", string serviceType = "programmable_gate", params int[] handoffs) => new()
    {
        ExecutionId = executionId,
        ReservationToken = token,
        JobId = "job-1",
        PlanId = "plan-1",
        FragmentId = "frag-0001",
        Attempt = 1,
        ServiceType = serviceType,
        Qubits = [.. operations.SelectMany(o => o.Qubits).Distinct().Order()],
        Operations = operations,
        Handoffs = [.. handoffs.Select(q => new FragmentHandoff(q, "12D3KooWDpJ7As7BWAwRMfu1VU2WCqNjvq387JEYKDBj4kx6nXTN"))],
        Shots = shots,
        Seed = seed,
    };
}
