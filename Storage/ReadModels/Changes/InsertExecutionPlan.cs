namespace Orleans.QuantumMesh.Storage;

/// <summary>Adds a plan; a second one under its id is a conflict.</summary>
public sealed record InsertExecutionPlan(ExecutionPlanRow Row) : RowChange;
