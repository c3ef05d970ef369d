namespace Orleans.QuantumMesh.Grains.Abstractions;

/// <summary>How far a job is; <see cref="CompletionRatio"/> 0 … 1; <see cref="Finalizing"/> while the result is computed.</summary>
[GenerateSerializer, Immutable]
public sealed record JobProgress(
    [property: Id(0)] int TotalFragments,
    [property: Id(1)] int CompletedFragments,
    [property: Id(2)] int ActiveFragments,
    [property: Id(3)] double CompletionRatio,
    [property: Id(4)] DateTimeOffset? LatestEventAt,
    [property: Id(5)] bool Finalizing);
