namespace Orleans.QuantumMesh.Storage.Sqlite;

/// <summary><see cref="PutResult"/> with the document compressed, as it is written.</summary>
internal sealed record PutCompressedResult(string JobId, byte[] Document, string Hash, DateTimeOffset CreatedAt) : RowChange;
