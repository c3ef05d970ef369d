namespace Orleans.QuantumMesh.Storage;

/// <summary>Removes a projection's document, if there is one.</summary>
public sealed record DeleteDocument(ProjectionKind Kind, string Id) : RowChange;
