namespace Orleans.QuantumMesh.Gateway;

/// <summary>Peers.</summary>
public sealed record PeersDocument
{
    public required IReadOnlyList<PeerDocument> Peers { get; init; }

    public required int Total { get; init; }

    public required bool IncludeStale { get; init; }
}
