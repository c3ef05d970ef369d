namespace Orleans.QuantumMesh.Storage;

/// <summary>Adds a point to a node's fidelity series.</summary>
public sealed record InsertFidelitySample(FidelitySampleRow Row) : RowChange;
