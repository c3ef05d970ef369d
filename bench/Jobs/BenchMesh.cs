using Orleans.QuantumMesh.Cli;
using Orleans.QuantumMesh.Cli.Processes;

namespace Orleans.QuantumMesh.Bench.Jobs;

/// <summary>A coordinator and nodes as processes, as <c>mesh up</c> starts them, on data of their own.</summary>
internal sealed class BenchMesh : IAsyncDisposable
{
    private BenchMesh(string folder, MeshProcesses processes)
    {
        Folder = folder;
        Processes = processes;
        Client = new JobClient(processes.Address);
    }

    /// <summary>Where its data is.</summary>
    public string Folder { get; }

    public MeshProcesses Processes { get; }

    public JobClient Client { get; }

    /// <summary>Starts one; its data is in a new folder in the given one, by default that of temporary files.</summary>
    public static async Task<BenchMesh> StartAsync(int nodes, string? parent, CancellationToken cancellationToken)
    {
        string folder = Path.Combine(parent ?? Path.GetTempPath(), "quantum-mesh-bench-" + Guid.NewGuid().ToString("n"));
        Directory.CreateDirectory(folder);
        try
        {
            MeshProcesses processes = await MeshProcesses.StartAsync(Installation.Find(), new MeshOptions { DataFolder = folder, Nodes = nodes, Log = Console.Error.WriteLine }, cancellationToken);
            using GatewayClient gateway = new(processes.Address);
            await MeshReadiness.WaitAsync(gateway, nodes, cancellationToken);
            return new BenchMesh(folder, processes);
        }
        catch
        {
            Directory.Delete(folder, recursive: true);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Processes.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}
