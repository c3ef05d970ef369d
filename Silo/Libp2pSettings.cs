namespace Orleans.QuantumMesh.Silo;

/// <summary>The bridge's part of the settings.</summary>
public sealed record Libp2pSettings
{
    public bool Enabled { get; set; } = true;

    /// <summary>The rendezvous namespace.</summary>
    public string Namespace { get; set; } = "quantum-mesh";

    /// <summary>Where the bridge listens, as a multiaddr; port 0 takes a free one and keeps it in the data folder.</summary>
    public string Listen { get; set; } = "/ip4/127.0.0.1/tcp/0";

    /// <summary>Public addresses to tell others, where they differ from those listened on.</summary>
    public IList<string> Announce { get; set; } = [];

    /// <summary>Peers to connect to at start.</summary>
    public IList<string> Bootstrap { get; set; } = [];
}
