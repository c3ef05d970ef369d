namespace Orleans.QuantumMesh.Storage;

/// <summary>A document of a projection.</summary>
/// <param name="Kind">The collection it is in.</param>
/// <param name="Id">Its id in the collection (peer id, <c>bench-…</c>, <c>job-…</c>).</param>
/// <param name="Json">JSON text.</param>
/// <param name="UpdatedAt">UTC.</param>
public sealed record ProjectionDocument(ProjectionKind Kind, string Id, string Json, DateTimeOffset UpdatedAt);
