namespace Orleans.QuantumMesh.Grains.Tests;

/// <summary>Two silos and two perfect nodes for tests that leave them as they were.</summary>
public sealed class SharedMesh : IAsyncLifetime
{
    public MeshCluster Mesh { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Mesh = await MeshCluster.StartAsync();
        await Mesh.AddNodeAsync("alice");
        await Mesh.AddNodeAsync("bob");
        await Mesh.NodesSeenAsync(2);
    }

    public ValueTask DisposeAsync() => Mesh.DisposeAsync();
}
