using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Orleans.QuantumMesh.Cli;

namespace Orleans.QuantumMesh.Bench.Jobs;

/// <summary>The whole way of a job, over HTTP, through one coordinator process, onto four node processes on this machine; the client runs here too.</summary>
internal sealed class JobMeasurement : IMeasurement
{
    private const string Bell = "OPENQASM 3;\nqubit[2] q;\nbit[2] c;\nbell_pair q[0], q[1];\nc = measure q;\n";
    private const int WarmUp = 400;

    public string Name => "jobs";

    public string Description => "submit → COMPLETED for the walkthrough; Bell jobs/s with 1, 8 and 32 clients; a fragment's overhead [COUNT=300] [SECONDS=8]";

    public async Task<int> RunAsync(string[] arguments, CancellationToken cancellationToken)
    {
        int count = arguments.Length > 0 ? int.Parse(arguments[0], CultureInfo.InvariantCulture) : 300;
        double seconds = arguments.Length > 1 ? double.Parse(arguments[1], CultureInfo.InvariantCulture) : 8;
        byte[] walkthrough = JobClient.Body(await File.ReadAllTextAsync(Path.Combine(Installation.Find().Root, "examples", "walkthrough.qasm"), cancellationToken));
        byte[] bell = JobClient.Body(Bell);
        await using BenchMesh mesh = await BenchMesh.StartAsync(4, cancellationToken);
        await RunManyAsync(mesh.Client, bell, 8, WarmUp, cancellationToken);
        await MeasureWalkthroughAsync(mesh.Client, walkthrough, count, cancellationToken);
        foreach (int clients in (int[])[1, 8, 32])
        {
            await MeasureRateAsync(mesh.Client, bell, clients, seconds, cancellationToken);
        }

        return 0;
    }

    private static async Task MeasureWalkthroughAsync(JobClient client, byte[] body, int count, CancellationToken cancellationToken)
    {
        List<double> whole = [];
        List<double> overhead = [];
        await RunManyAsync(client, body, 1, count / 4, cancellationToken);
        for (int i = 0; i < count; i++)
        {
            long began = Stopwatch.GetTimestamp();
            JsonElement job = await client.CompletedAsync(await client.SubmitAsync(body, cancellationToken), cancellationToken);
            whole.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            foreach (JsonElement fragment in job.GetProperty("result").GetProperty("fragment_results").EnumerateArray())
            {
                TimeSpan taken = fragment.GetProperty("finished_at").GetDateTimeOffset() - fragment.GetProperty("started_at").GetDateTimeOffset();
                overhead.Add(taken.TotalMilliseconds - fragment.GetProperty("execute_ms").GetDouble());
            }
        }

        Console.WriteLine($"walkthrough, submit → COMPLETED:   {new Quantiles(whole).Line("ms")}");
        Console.WriteLine($"a fragment, start to end less work: {new Quantiles(overhead).Line("ms")}");
    }

    private static async Task MeasureRateAsync(JobClient client, byte[] body, int clients, double seconds, CancellationToken cancellationToken)
    {
        List<double> latencies = [];
        long began = Stopwatch.GetTimestamp();
        async Task WorkAsync()
        {
            while (Stopwatch.GetElapsedTime(began).TotalSeconds < seconds)
            {
                long start = Stopwatch.GetTimestamp();
                await client.CompletedAsync(await client.SubmitAsync(body, cancellationToken), cancellationToken);
                lock (latencies)
                {
                    latencies.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                }
            }
        }

        await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => WorkAsync()));
        double rate = latencies.Count / Stopwatch.GetElapsedTime(began).TotalSeconds;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Bell, {clients,2} clients: {rate:F0} jobs/s; {new Quantiles(latencies).Line("ms")}"));
    }

    private static async Task RunManyAsync(JobClient client, byte[] body, int clients, int count, CancellationToken cancellationToken)
    {
        int next = 0;
        async Task WorkAsync()
        {
            while (Interlocked.Increment(ref next) <= count)
            {
                await client.CompletedAsync(await client.SubmitAsync(body, cancellationToken), cancellationToken);
            }
        }

        await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => WorkAsync()));
    }
}
