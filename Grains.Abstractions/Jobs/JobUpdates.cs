namespace Orleans.QuantumMesh.Grains.Abstractions;

/// <summary>A job's changes in order; <see cref="Head"/> is the last sequence that there is, <see cref="Ended"/> tells that none will come after it.</summary>
[GenerateSerializer, Immutable]
public sealed record JobUpdates(
    [property: Id(0)] IReadOnlyList<JobUpdate> Items,
    [property: Id(1)] long Head,
    [property: Id(2)] bool Ended);
