namespace Orleans.QuantumMesh.Grains.Abstractions;

/// <summary>The libp2p host of a bridge.</summary>
[GenerateSerializer, Immutable]
public sealed record BridgeStatus
{
    [Id(0)]
    public required bool Enabled { get; init; }

    [Id(1)]
    public string? PeerId { get; init; }

    [Id(2)]
    public required string Namespace { get; init; }

    [Id(3)]
    public bool ListenersActive { get; init; }

    [Id(4)]
    public IReadOnlyList<string> ConfiguredListenAddresses { get; init; } = [];

    [Id(5)]
    public IReadOnlyList<string> AdvertisedAddresses { get; init; } = [];

    [Id(6)]
    public IReadOnlyList<string> BootstrapPeers { get; init; } = [];

    [Id(7)]
    public int ConnectedPeers { get; init; }

    /// <summary>The stack's name and version.</summary>
    [Id(8)]
    public required string Driver { get; init; }

    [Id(9)]
    public required string DriverVersion { get; init; }

    /// <summary>Messages dropped, by reason.</summary>
    [Id(10)]
    public IReadOnlyDictionary<string, long> Dropped { get; init; } = new Dictionary<string, long>();

    /// <summary>Open connections: peer id, smoothed round trip in ms, last seen.</summary>
    [Id(11)]
    public IReadOnlyList<BridgeLink> Links { get; init; } = [];
}
