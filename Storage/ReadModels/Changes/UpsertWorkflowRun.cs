namespace Orleans.QuantumMesh.Storage;

/// <summary>Adds a workflow run or replaces its row.</summary>
public sealed record UpsertWorkflowRun(WorkflowRunRow Row) : RowChange;
