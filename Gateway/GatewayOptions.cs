namespace Orleans.QuantumMesh.Gateway;

/// <summary>What the gateway says of itself and what it lets in.</summary>
public sealed record GatewayOptions
{
    public string Service { get; init; } = "orleans-quantum-mesh";

    public string Environment { get; init; } = "development";

    /// <summary>The product's version.</summary>
    public string Version { get; init; } = typeof(GatewayOptions).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";

    /// <summary>The mesh's rendezvous namespace; names the registry grain and the protocols.</summary>
    public string Namespace { get; init; } = "quantum-mesh";

    /// <summary>Whether there is a bridge to the mesh.</summary>
    public bool Libp2pEnabled { get; init; } = true;

    /// <summary>Whether only this machine reaches the gateway; then a foreign <c>Host</c> or <c>Origin</c> is refused.</summary>
    public bool Loopback { get; init; } = true;

    /// <summary>Origins whose pages may call, exactly as browsers send them; none by default.</summary>
    public IReadOnlyList<string> AllowedOrigins { get; init; } = [];

    /// <summary>Requests a client address may make in a minute; 0 is no limit.</summary>
    public int RequestsPerMinute { get; init; }

    /// <summary>How many WebSockets and event streams may be open at once.</summary>
    public int MaximumWatchers { get; init; } = 4096;
}
