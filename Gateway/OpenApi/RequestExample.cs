namespace Orleans.QuantumMesh.Gateway;

/// <summary>An example of a route's body, as JSON text.</summary>
internal sealed record RequestExample(string Json);
