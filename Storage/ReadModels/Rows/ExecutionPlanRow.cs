namespace Orleans.QuantumMesh.Storage;

/// <summary>An immutable plan.</summary>
/// <param name="PlanId"><c>plan-…</c></param>
/// <param name="JobId">The job it was made for.</param>
/// <param name="Revision">From 1.</param>
/// <param name="ContentHash">Equal for equal program, snapshot and configuration.</param>
/// <param name="QualitySnapshotId">What it was made from.</param>
/// <param name="Document">The plan as JSON text.</param>
/// <param name="CreatedAt">UTC.</param>
public sealed record ExecutionPlanRow(
    string PlanId,
    string JobId,
    int Revision,
    string ContentHash,
    string QualitySnapshotId,
    string Document,
    DateTimeOffset CreatedAt);
