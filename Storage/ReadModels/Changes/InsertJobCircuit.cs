namespace Orleans.QuantumMesh.Storage;

/// <summary>Adds what a job was submitted with; a second one for the job is a conflict.</summary>
public sealed record InsertJobCircuit(JobCircuitRow Row) : RowChange;
