namespace Orleans.QuantumMesh.Grains.Abstractions;

/// <summary>A job's changes in order.</summary>
[GenerateSerializer, Immutable]
public sealed record JobUpdates([property: Id(0)] IReadOnlyList<JobUpdate> Items);
