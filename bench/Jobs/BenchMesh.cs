using Orleans.QuantumMesh.Cli;
using Orleans.QuantumMesh.Cli.Processes;

namespace Orleans.QuantumMesh.Bench.Jobs;

/// <summary>A coordinator and nodes as processes, on data of their own.</summary>
internal sealed class BenchMesh : IAsyncDisposable
{
    private readonly string folder;
    private readonly MeshProcesses mesh;

    private BenchMesh(string folder, MeshProcesses mesh)
    {
        this.folder = folder;
        this.mesh = mesh;
        Client = new JobClient(mesh.Address);
    }

    public JobClient Client { get; }

    public static async Task<BenchMesh> StartAsync(int nodes, CancellationToken cancellationToken)
    {
        string folder = Directory.CreateTempSubdirectory("bench-jobs-").FullName;
        MeshProcesses mesh = await MeshProcesses.StartAsync(Installation.Find(), new MeshOptions { DataFolder = folder, Nodes = nodes, NodeArguments = ["--capacity", "16"] }, cancellationToken);
        using GatewayClient gateway = new(mesh.Address);
        await MeshReadiness.WaitAsync(gateway, nodes, cancellationToken);
        return new BenchMesh(folder, mesh);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await mesh.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
