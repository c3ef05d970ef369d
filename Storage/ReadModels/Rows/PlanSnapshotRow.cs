namespace Orleans.QuantumMesh.Storage;

/// <summary>The candidates and loads a plan was made from; stored once per content.</summary>
/// <param name="QualitySnapshotId"><c>quality-…</c>, derived from the content.</param>
/// <param name="Document">JSON text.</param>
/// <param name="CreatedAt">UTC.</param>
public sealed record PlanSnapshotRow(string QualitySnapshotId, string Document, DateTimeOffset CreatedAt);
