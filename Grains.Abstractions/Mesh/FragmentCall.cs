namespace Orleans.QuantumMesh.Grains.Abstractions;

/// <summary>A dispatch on the fragment stream, without its frame's own fields.</summary>
[GenerateSerializer, Immutable]
public sealed record FragmentCall
{
    [Id(0)]
    public required string ExecutionId { get; init; }

    [Id(1)]
    public required string ReservationToken { get; init; }

    [Id(2)]
    public required string JobId { get; init; }

    [Id(3)]
    public required string PlanId { get; init; }

    [Id(4)]
    public required string FragmentId { get; init; }

    [Id(5)]
    public required int Attempt { get; init; }

    [Id(6)]
    public required string ServiceType { get; init; }

    [Id(7)]
    public required IReadOnlyList<int> Qubits { get; init; }

    [Id(8)]
    public required IReadOnlyList<FragmentOperation> Operations { get; init; }

    [Id(9)]
    public required IReadOnlyList<FragmentHandoff> Handoffs { get; init; }

    /// <summary>Noise trajectories, at least 1.</summary>
    [Id(10)]
    public required int Shots { get; init; }

    [Id(11)]
    public required UInt128 Seed { get; init; }

    [Id(12)]
    public double MinFidelity { get; init; }

    [Id(13)]
    public int TimeoutMs { get; init; } = 5_000;

    [Id(14)]
    public string? TraceParent { get; init; }
}
