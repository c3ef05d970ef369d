namespace Orleans.QuantumMesh.Silo;

/// <summary>What the coordinator is started with; every one also as an environment variable (<c>QMESH_DATA</c>, <c>QMESH_LIBP2P__LISTEN</c>).</summary>
public sealed record SiloSettings
{
    /// <summary>Where the gateway listens; port 0 takes a free one.</summary>
    public string Url { get; set; } = "http://127.0.0.1:8081";

    /// <summary>The data folder.</summary>
    public string Data { get; set; } = "data";

    /// <summary>Lets faults be ordered and crash points act.</summary>
    public bool Experiments { get; set; }

    /// <summary>Ends the coordinator when its standard input closes.</summary>
    public bool ParentPipe { get; set; }

    /// <summary>Lets the gateway listen to other machines without keys.</summary>
    public bool AllowAnonymous { get; set; }

    /// <summary>Shows Orleans' dashboard at <c>/dashboard</c>.</summary>
    public bool Dashboard { get; set; }

    /// <summary>The silo's own port; 0 takes a free one.</summary>
    public int SiloPort { get; set; }

    /// <summary>The port for Orleans clients; 0 is none.</summary>
    public int ClientPort { get; set; }

    /// <summary>The least level that is logged, on standard error.</summary>
    public string LogLevel { get; set; } = "Warning";

    public GatewaySettings Gateway { get; set; } = new();

    public Libp2pSettings Libp2p { get; set; } = new();
}
