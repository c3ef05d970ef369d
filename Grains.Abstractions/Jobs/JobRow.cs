namespace Orleans.QuantumMesh.Grains.Abstractions;

/// <summary>A job as <c>GET /jobs</c> lists it.</summary>
[GenerateSerializer, Immutable]
public sealed record JobRow
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
    public required JobProgress Progress { get; init; }

    /// <summary>The first characters of the circuit's text.</summary>
    [Id(5)]
    public required string CircuitPreview { get; init; }

    [Id(6)]
    public required bool ResultAvailable { get; init; }

    [Id(7)]
    public required DateTimeOffset CreatedAt { get; init; }

    [Id(8)]
    public required DateTimeOffset UpdatedAt { get; init; }

    [Id(9)]
    public string? Label { get; init; }
}
