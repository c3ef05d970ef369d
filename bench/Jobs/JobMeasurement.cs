using System.Globalization;
using Orleans.QuantumMesh.Cli;

namespace Orleans.QuantumMesh.Bench.Jobs;

/// <summary>The whole way of a job over HTTP, with a coordinator and four nodes as processes of their own.</summary>
internal sealed class JobMeasurement : IMeasurement
{
    private const int Nodes = 4;
    private static readonly HashSet<string> Valued = ["data", "seconds"];
    private static readonly string[] Parts = ["walkthrough", "fragments", "throughput", "submits"];

    public string Name => "jobs";

    public string Description => "walkthrough latency, a fragment's overhead, Bell jobs/s, durable submits/s; [walkthrough] [fragments] [throughput] [submits] [--data FOLDER] [--seconds N]";

    public async Task<int> RunAsync(string[] arguments, CancellationToken cancellationToken)
    {
        CommandLine line = CommandLine.Parse("bench jobs", arguments, Valued, new HashSet<string>());
        if (line.Positionals.FirstOrDefault(part => !Parts.Contains(part)) is { } unknown)
        {
            throw new CommandException($"'{unknown}' is no part of 'bench jobs'; there are {string.Join(", ", Parts)}.", 2);
        }

        bool Wanted(string part) => line.Positionals.Count == 0 || line.Positionals.Contains(part);
        var duration = TimeSpan.FromSeconds(line.Number("seconds", 10, 1, 600));
        await using BenchMesh mesh = await BenchMesh.StartAsync(Nodes, line.Text("data"), cancellationToken);
        Print($"machine: {Environment.ProcessorCount} cores, load {Load()}; disk: {DiskProbe.FlushesPerSecond(mesh.Folder):F0} fsync/s (4 KiB appended each)");
        var run = new JobRuns(mesh, duration, cancellationToken);
        await run.WarmUpAsync();
        bool reached = !Wanted("walkthrough") || await run.WalkthroughAsync();
        reached &= !Wanted("fragments") || await run.FragmentsAsync();
        reached &= !Wanted("throughput") || await run.ThroughputAsync();
        reached &= !Wanted("submits") || await run.SubmitsAsync();
        Print($"load at the end {Load()}; {(reached ? "all aims reached" : "an aim was missed")}");
        return reached ? 0 : 1;
    }

    /// <summary>Prints with full stops in numbers.</summary>
    public static void Print(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));

    // The machine's one-minute load, where it tells it.
    private static string Load() => File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "unknown";
}
