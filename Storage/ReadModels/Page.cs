namespace Orleans.QuantumMesh.Storage;

/// <summary>A page of a list.</summary>
/// <param name="Items">The rows, in the list's order.</param>
/// <param name="NextCursor">Opaque; where the next page begins, or null at the end.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? NextCursor);
