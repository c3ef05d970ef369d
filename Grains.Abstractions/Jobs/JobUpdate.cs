namespace Orleans.QuantumMesh.Grains.Abstractions;

/// <summary>A change of a job, published on its Orleans stream (<see cref="MeshStreams"/>); a hint, the journal is the truth. Sequences have no gaps.</summary>
[GenerateSerializer, Immutable]
public sealed record JobUpdate(
    [property: Id(0)] string JobId,
    [property: Id(1)] long Sequence,
    [property: Id(2)] JobState State,
    [property: Id(3)] string? Error,
    [property: Id(4)] JobProgress Progress,
    [property: Id(5)] DateTimeOffset UpdatedAt);
