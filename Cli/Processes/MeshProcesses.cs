using System.Text.Json;

namespace Orleans.QuantumMesh.Cli.Processes;

/// <summary>A coordinator and its nodes, each a process of its own.</summary>
public sealed class MeshProcesses : IAsyncDisposable
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan NodeStopPatience = TimeSpan.FromSeconds(11);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(8);

    private readonly ChildProcess silo;
    private readonly CancellationTokenSource watching = new();
    private readonly List<NodeSupervisor> nodes = [];
    private Task watch = Task.CompletedTask;

    private MeshProcesses(ChildProcess silo, JsonElement ready)
    {
        this.silo = silo;
        Address = new Uri(ready.GetProperty("address").GetString()!);
        Multiaddrs = [.. ready.GetProperty("libp2p").EnumerateArray().Select(multiaddr => multiaddr.GetString()!)];
    }

    /// <summary>Where the gateway answers.</summary>
    public Uri Address { get; }

    /// <summary>Where nodes find the coordinator.</summary>
    public IReadOnlyList<string> Multiaddrs { get; }

    public IReadOnlyList<NodeSupervisor> Nodes => nodes;

    /// <summary>The coordinator's process.</summary>
    public ChildProcess Silo => silo;

    /// <summary>Names of the nodes by peer id.</summary>
    public IReadOnlyDictionary<string, string> NodeNames =>
        nodes.Where(node => node.PeerId is not null).ToDictionary(node => node.PeerId!, node => node.Name, StringComparer.Ordinal);

    /// <summary>Starts the coordinator, then all nodes side by side; ends them all where one can't start.</summary>
    public static async Task<MeshProcesses> StartAsync(Installation installation, MeshOptions options, CancellationToken cancellationToken)
    {
        string[] arguments = ["--url", $"http://127.0.0.1:{options.Port}", "--data", options.DataFolder, "--parent-pipe", .. options.SiloArguments];
        Action<string>? log = options.Log;
        ChildProcess silo = ChildProcess.Start("coordinator", installation.Silo(), arguments, log is null ? null : line => log($"coordinator: {line}"));
        MeshProcesses? mesh = null;
        try
        {
            mesh = new MeshProcesses(silo, await silo.WaitReadyAsync(StartPatience, cancellationToken));
            await mesh.StartNodesAsync(installation, options, cancellationToken);
            return mesh;
        }
        catch
        {
            if (mesh is not null)
            {
                await mesh.DisposeAsync();
            }
            else
            {
                await silo.StopAsync(StopPatience);
                silo.Dispose();
            }

            throw;
        }
    }

    /// <summary>Ends the coordinator, whose jobs leave in order while their nodes are still there, then the nodes.</summary>
    public async ValueTask DisposeAsync()
    {
        await watching.CancelAsync();
        await silo.StopAsync(StopPatience);
        silo.Dispose();
        await Task.WhenAll(nodes.Select(node => node.StopAsync(NodeStopPatience)));
        await watch;
        watching.Dispose();
    }

    private async Task StartNodesAsync(Installation installation, MeshOptions options, CancellationToken cancellationToken)
    {
        if (options.Nodes > 0 && Multiaddrs.Count == 0)
        {
            throw new CommandException("the coordinator has no libp2p address that nodes could join; is Libp2p:Enabled false?");
        }

        for (int i = 1; i <= options.Nodes; i++)
        {
            string name = $"node-{i}";
            string folder = Path.Combine(Path.GetFullPath(options.DataFolder), "nodes", name);
            string[] arguments = [.. Multiaddrs.SelectMany(multiaddr => new[] { "--bootstrap", multiaddr }), "--data", folder, "--name", name, "--parent-pipe", .. options.NodeArguments];
            nodes.Add(new NodeSupervisor(name, installation.Node(), arguments, options.Log));
        }

        await Task.WhenAll(nodes.Select(node => node.StartAsync(cancellationToken)));
        watch = Task.WhenAll(nodes.Select(WatchAsync));
    }

    private async Task WatchAsync(NodeSupervisor node)
    {
        try
        {
            await node.WatchAsync(watching.Token);
        }
        catch (OperationCanceledException)
        {
            // The mesh is being stopped.
        }
    }
}
