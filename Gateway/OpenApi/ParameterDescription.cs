namespace Orleans.QuantumMesh.Gateway;

/// <summary>A parameter that a route reads itself, for the OpenAPI document.</summary>
internal sealed record ParameterDescription(string Name, bool InQuery, string Type, string Description);
