namespace Orleans.QuantumMesh.Storage;

/// <summary>Adds an event of an execution; a second completed one for a job and fragment is a conflict.</summary>
public sealed record InsertExecutionEvent(ExecutionEventRow Row) : RowChange;
