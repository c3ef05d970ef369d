namespace Orleans.QuantumMesh.Storage;

/// <summary>Stores a projection's document, replacing an earlier one under its id.</summary>
public sealed record PutDocument(ProjectionDocument Document) : RowChange;
