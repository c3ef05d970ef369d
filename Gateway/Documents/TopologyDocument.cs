namespace Orleans.QuantumMesh.Gateway;

/// <summary>All peers, counted.</summary>
public sealed record TopologyDocument
{
    public required IReadOnlyList<PeerDocument> Peers { get; init; }

    public required int TotalPeers { get; init; }

    public required int ActivePeers { get; init; }

    public required int StalePeers { get; init; }
}
