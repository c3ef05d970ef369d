namespace Orleans.QuantumMesh.Storage;

/// <summary>Adds a quality snapshot; where its content stands already, nothing happens.</summary>
public sealed record InsertPlanSnapshot(PlanSnapshotRow Row) : RowChange;
