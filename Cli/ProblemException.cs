using System.Text.Json.Nodes;

namespace Orleans.QuantumMesh.Cli;

/// <summary>A problem that the gateway answered with.</summary>
public sealed class ProblemException(JsonNode problem) : Exception(problem["detail"]?.GetValue<string>())
{
    public JsonNode Problem { get; } = problem;
}
