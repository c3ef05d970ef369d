namespace Orleans.QuantumMesh.Grains.Abstractions;

/// <summary>Where a job waits for its turn: 1 is the next. The times, in seconds, follow from how fast places came free lately, and are <see langword="null"/> before that is known.</summary>
[GenerateSerializer, Immutable]
public sealed record JobQueuePlace(
    [property: Id(0)] int Position,
    [property: Id(1)] double? EtaSeconds,
    [property: Id(2)] double? EtaLow,
    [property: Id(3)] double? EtaHigh);
