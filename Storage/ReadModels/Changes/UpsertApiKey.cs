namespace Orleans.QuantumMesh.Storage;

/// <summary>Adds a key or replaces its row.</summary>
public sealed record UpsertApiKey(ApiKeyRow Row) : RowChange;
