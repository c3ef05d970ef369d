namespace Orleans.QuantumMesh.Storage;

/// <summary>Stores a job's result, replacing an earlier one.</summary>
public sealed record PutResult(ResultRow Row) : RowChange;
