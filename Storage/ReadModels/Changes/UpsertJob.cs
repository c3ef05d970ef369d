namespace Orleans.QuantumMesh.Storage;

/// <summary>Adds a job or replaces its row.</summary>
public sealed record UpsertJob(JobRecord Row) : RowChange;
