namespace Orleans.QuantumMesh.Grains.Tests;

/// <summary>How a test's cluster is made.</summary>
public sealed record MeshClusterOptions
{
    public int Silos { get; init; } = 2;

    /// <summary>The data folder; a new one that is removed with the cluster where none is given.</summary>
    public string? Folder { get; init; }

    public Action<GrainsOptions>? Grains { get; init; }
}
