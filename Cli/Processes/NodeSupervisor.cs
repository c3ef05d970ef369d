using System.Text.Json;

namespace Orleans.QuantumMesh.Cli.Processes;

/// <summary>Keeps one service node running: where it dies it is started again with the same key and kept answers, later each time.</summary>
public sealed class NodeSupervisor(string name, string program, IReadOnlyList<string> arguments, Action<string>? log)
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(30);

    private readonly Lock gate = new();
    private ChildProcess? child;
    private bool stopping;

    public string Name => name;

    /// <summary>The node's peer id, once it has been ready.</summary>
    public string? PeerId { get; private set; }

    /// <summary>The id of the process that runs at the moment.</summary>
    public int? ProcessId => child?.Id;

    /// <summary>Starts the node and waits until it is ready.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        child = ChildProcess.Start(name, program, arguments, Line);
        JsonElement ready = await child.WaitReadyAsync(StartPatience, cancellationToken);
        PeerId = ready.TryGetProperty("peer", out JsonElement peer) ? peer.GetString() : null;
    }

    /// <summary>Watches until cancelled.</summary>
    public async Task WatchAsync(CancellationToken cancellationToken)
    {
        TimeSpan pause = FirstPause;
        while (child is { } running)
        {
            long since = TimeProvider.System.GetTimestamp();
            int exitCode = await running.Exited.WaitAsync(cancellationToken);
            if (TimeProvider.System.GetElapsedTime(since) > Settled)
            {
                pause = FirstPause;
            }

            Line($"ended with {exitCode}; starting it again");
            await Task.Delay(pause, cancellationToken);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            lock (gate)
            {
                if (stopping)
                {
                    return;
                }

                running.Dispose();
                child = ChildProcess.Start(name, program, arguments, Line);
            }
        }
    }

    /// <summary>Ends the node.</summary>
    public async Task StopAsync(TimeSpan patience)
    {
        ChildProcess? running;
        lock (gate)
        {
            stopping = true;
            running = child;
        }

        if (running is not null)
        {
            await running.StopAsync(patience);
            running.Dispose();
        }
    }

    private void Line(string line) => log?.Invoke($"{name}: {line}");
}
