namespace Orleans.QuantumMesh.Storage;

/// <summary>Adds a user or replaces the row.</summary>
public sealed record UpsertUser(UserRow Row) : RowChange;
