using Orleans.QuantumMesh.Cli;
using Orleans.QuantumMesh.Cli.Processes;
using Orleans.QuantumMesh.EndToEnd.Tests;

[assembly: AssemblyFixture(typeof(MeshFixture))]

namespace Orleans.QuantumMesh.EndToEnd.Tests;

/// <summary>One coordinator with four nodes, for all tests that leave it as it was.</summary>
public sealed class MeshFixture : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();
    private MeshProcesses? mesh;

    public Api Api { get; private set; } = null!;

    public Uri Address => mesh!.Address;

    public IReadOnlyList<NodeSupervisor> Nodes => mesh!.Nodes;

    public async ValueTask InitializeAsync()
    {
        mesh = await MeshProcesses.StartAsync(Installation.Find(), new MeshOptions { DataFolder = folder.Sub("data") }, TestContext.Current.CancellationToken);
        Api = new Api(mesh.Address);
        using GatewayClient client = new(mesh.Address);
        await MeshReadiness.WaitAsync(client, 4, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        Api?.Dispose();
        if (mesh is not null)
        {
            await mesh.DisposeAsync();
        }

        folder.Dispose();
    }
}
