using System.Text.Json;
using Orleans.QuantumMesh.Cli;
using Orleans.QuantumMesh.Cli.Processes;

namespace Orleans.QuantumMesh.EndToEnd.Tests;

/// <summary>A service node as a process.</summary>
public sealed class Node : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly string folder;

    private Node(ChildProcess process, string folder, JsonElement ready)
    {
        Process = process;
        this.folder = folder;
        PeerId = ready.GetProperty("peer").GetString()!;
    }

    public ChildProcess Process { get; }

    public string PeerId { get; }

    /// <summary>The executions that it answered for the first time, in order, from its own log.</summary>
    public IReadOnlyList<string> FirstExecutions
    {
        get
        {
            string log = Path.Combine(folder, "executions.log");
            using StreamReader reader = new(new FileStream(log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
            return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')[1])];
        }
    }

    public static async Task<Node> StartAsync(string name, string bootstrap, string folder, params IEnumerable<string> options)
    {
        ChildProcess process = ChildProcess.Start(name, Installation.Find().Node(), ["--bootstrap", bootstrap, "--data", folder, "--name", name, "--parent-pipe", .. options]);
        try
        {
            return new Node(process, folder, await process.WaitReadyAsync(Patience, TestContext.Current.CancellationToken));
        }
        catch
        {
            process.Dispose();
            throw;
        }
    }

    /// <summary>Ends it with SIGKILL.</summary>
    public async Task KillAsync()
    {
        Process.Kill();
        await Process.Exited;
    }

    public async ValueTask DisposeAsync()
    {
        await Process.StopAsync(TimeSpan.FromSeconds(15));
        Process.Dispose();
    }
}
