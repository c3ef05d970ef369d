using Orleans.QuantumMesh.Core.Planning;

namespace Orleans.QuantumMesh.Grains.Abstractions;

/// <summary>A verified advertisement of a node (mesh protocol, Pubsub).</summary>
[GenerateSerializer, Immutable]
public sealed record NodeAdvertisement
{
    [Id(0)]
    public required string NodeId { get; init; }

    [Id(1)]
    public required long Sequence { get; init; }

    [Id(2)]
    public required DateTimeOffset EmittedAt { get; init; }

    [Id(3)]
    public required IReadOnlyList<string> ListenAddresses { get; init; }

    /// <summary>The node's own claim; enrollment has the effective one.</summary>
    [Id(4)]
    public required string TrustTier { get; init; }

    [Id(5)]
    public required int Capacity { get; init; }

    [Id(6)]
    public required double LinkFidelity { get; init; }

    [Id(7)]
    public required IReadOnlyList<ServiceOffer> Services { get; init; }

    /// <summary>The node's program and version, from identify; <see langword="null"/> where not known.</summary>
    [Id(8)]
    public string? Agent { get; init; }

    [Id(9)]
    public IReadOnlyList<string> Protocols { get; init; } = [];
}
