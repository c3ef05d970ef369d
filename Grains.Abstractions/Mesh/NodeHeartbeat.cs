using Orleans.QuantumMesh.Core.Planning;

namespace Orleans.QuantumMesh.Grains.Abstractions;

/// <summary>A verified heartbeat of a node, with the round trip that the bridge measured to it last.</summary>
[GenerateSerializer, Immutable]
public sealed record NodeHeartbeat
{
    [Id(0)]
    public required string NodeId { get; init; }

    [Id(1)]
    public required long Sequence { get; init; }

    [Id(2)]
    public required DateTimeOffset EmittedAt { get; init; }

    [Id(3)]
    public required NodeHealth Health { get; init; }

    [Id(4)]
    public required int ActiveReservations { get; init; }

    [Id(5)]
    public required int ActiveExecutions { get; init; }

    [Id(6)]
    public required int Capacity { get; init; }

    /// <summary>Slots held / capacity.</summary>
    [Id(7)]
    public required double Load { get; init; }

    [Id(8)]
    public double? RoundTripMs { get; init; }
}
