namespace Orleans.QuantumMesh.Grains.Abstractions;

/// <summary>An open connection of the bridge to a peer.</summary>
[GenerateSerializer, Immutable]
public sealed record BridgeLink([property: Id(0)] string PeerId, [property: Id(1)] double? RoundTripMs, [property: Id(2)] DateTimeOffset LastSeenAt);
