namespace Orleans.QuantumMesh.Gateway;

/// <summary>The coordinator's libp2p host as it runs.</summary>
public sealed record BootstrapRuntimeDocument
{
    public required string Driver { get; init; }

    public required string DriverVersion { get; init; }

    public required string? HostPeerId { get; init; }

    public required bool ListenersActive { get; init; }

    public required IReadOnlyList<string> ConfiguredListenMultiaddrs { get; init; }

    public required IReadOnlyList<string> AdvertisedMultiaddrs { get; init; }

    public required IReadOnlyList<string> BootstrapPeers { get; init; }

    public required string RendezvousNamespace { get; init; }

    public required int ConnectedPeers { get; init; }

    /// <summary>Messages dropped, by reason.</summary>
    public required IReadOnlyDictionary<string, long> Dropped { get; init; }
}
