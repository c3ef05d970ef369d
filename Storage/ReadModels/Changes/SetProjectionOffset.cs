namespace Orleans.QuantumMesh.Storage;

/// <summary>Records how far a projection has read the journal; it never goes back.</summary>
public sealed record SetProjectionOffset(string Projection, long Position) : RowChange;
