using System.Text.Json;
using Orleans.QuantumMesh.Cli;
using Orleans.QuantumMesh.Cli.Processes;

namespace Orleans.QuantumMesh.EndToEnd.Tests;

/// <summary>A coordinator as a process, on a free port.</summary>
public sealed class Coordinator : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private Coordinator(ChildProcess process, JsonElement ready)
    {
        Process = process;
        Address = new Uri(ready.GetProperty("address").GetString()!);
        Multiaddr = ready.GetProperty("libp2p").EnumerateArray().Select(multiaddr => multiaddr.GetString()!).FirstOrDefault() ?? "";
        Api = new Api(Address);
    }

    public ChildProcess Process { get; }

    public Uri Address { get; }

    public string Multiaddr { get; }

    public Api Api { get; }

    public static async Task<Coordinator> StartAsync(string dataFolder, params IEnumerable<string> options)
    {
        ChildProcess process = ChildProcess.Start("coordinator", Installation.Find().Silo(), ["--url", "http://127.0.0.1:0", "--data", dataFolder, "--parent-pipe", .. options]);
        try
        {
            return new Coordinator(process, await process.WaitReadyAsync(Patience, TestContext.Current.CancellationToken));
        }
        catch
        {
            process.Dispose();
            throw;
        }
    }

    /// <summary>Waits until it knows as many nodes that offer services.</summary>
    public async Task<Coordinator> WithNodesAsync(int nodes)
    {
        using GatewayClient client = new(Address);
        await MeshReadiness.WaitAsync(client, nodes, TestContext.Current.CancellationToken);
        return this;
    }

    /// <summary>Ends it with SIGKILL.</summary>
    public async Task KillAsync()
    {
        Process.Kill();
        await Process.Exited;
    }

    public async ValueTask DisposeAsync()
    {
        Api.Dispose();
        await Process.StopAsync(TimeSpan.FromSeconds(20));
        Process.Dispose();
    }
}
