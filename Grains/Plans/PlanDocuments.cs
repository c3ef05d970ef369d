using System.Text.Json;
using Orleans.QuantumMesh.Core.Planning;
using Orleans.QuantumMesh.Grains.Abstractions;

namespace Orleans.QuantumMesh.Grains;

/// <summary>Plans as the store keeps them, in the shape that the journal has them in.</summary>
internal static class PlanDocuments
{
    public static string Write(ExecutionPlan plan) => JsonSerializer.Serialize(plan, EventJson.Shared.Options);

    /// <summary>The plan with its candidates.</summary>
    public static ExecutionPlan Read(string document) => JsonSerializer.Deserialize<ExecutionPlan>(document, EventJson.Shared.Options)!.WithCandidates();
}
