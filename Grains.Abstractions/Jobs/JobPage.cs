namespace Orleans.QuantumMesh.Grains.Abstractions;

/// <summary>A page of jobs, newest first; <see cref="NextCursor"/> is opaque and <see langword="null"/> on the last page.</summary>
[GenerateSerializer, Immutable]
public sealed record JobPage([property: Id(0)] IReadOnlyList<JobRow> Jobs, [property: Id(1)] string? NextCursor);
