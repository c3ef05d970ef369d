namespace Orleans.QuantumMesh.Silo;

/// <summary>The gateway's part of the settings.</summary>
public sealed record GatewaySettings
{
    public string Environment { get; set; } = "development";

    /// <summary>Origins whose pages may call.</summary>
    public IList<string> AllowedOrigins { get; set; } = [];

    /// <summary>Requests a client address may make in a minute; 0 is no limit.</summary>
    public int RequestsPerMinute { get; set; }
}
