namespace Orleans.QuantumMesh.Cli.Processes;

/// <summary>A coordinator with nodes, as <c>up</c> and <c>run</c> start them.</summary>
public sealed record MeshOptions
{
    public required string DataFolder { get; init; }

    /// <summary>The gateway's port on loopback; 0 takes a free one.</summary>
    public int Port { get; init; }

    public int Nodes { get; init; } = 4;

    /// <summary>Further options of the coordinator's program.</summary>
    public IReadOnlyList<string> SiloArguments { get; init; } = [];

    /// <summary>Further options of every node's program.</summary>
    public IReadOnlyList<string> NodeArguments { get; init; } = [];

    /// <summary>Takes what the programs write, line by line with their name.</summary>
    public Action<string>? Log { get; init; }
}
