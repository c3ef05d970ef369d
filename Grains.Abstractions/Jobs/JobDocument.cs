namespace Orleans.QuantumMesh.Grains.Abstractions;

/// <summary>A job as <c>GET /jobs/{job_id}</c> shows it. <see cref="ResultJson"/> is the contract's <c>result</c> object as UTF-8 JSON, made once.</summary>
[GenerateSerializer, Immutable]
public sealed record JobDocument
{
    [Id(0)]
    public required string JobId { get; init; }

    [Id(1)]
    public required JobState State { get; init; }

    [Id(2)]
    public string? PlanId { get; init; }

    [Id(3)]
    public string? Error { get; init; }

    [Id(4)]
    public byte[]? ResultJson { get; init; }

    [Id(5)]
    public required JobProgress Progress { get; init; }

    [Id(6)]
    public required string CircuitText { get; init; }

    [Id(7)]
    public required DateTimeOffset CreatedAt { get; init; }

    [Id(8)]
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Counts the job's changes; what <see cref="IJobGrain.Wait"/> takes to tell old from new.</summary>
    [Id(9)]
    public required long Version { get; init; }

    [Id(10)]
    public string? Label { get; init; }

    [Id(11)]
    public required string Owner { get; init; }

    /// <summary>Where it waits; <see langword="null"/> once it works, and where it is not known.</summary>
    [Id(12)]
    public JobQueuePlace? Queue { get; init; }
}
