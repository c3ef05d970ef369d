using System.Diagnostics;
using System.Globalization;

namespace Orleans.QuantumMesh.Bench.Jobs;

/// <summary>Submissions that are synced to the journal before they are answered; the coordinator has no nodes, so that nothing else runs.</summary>
internal sealed class SubmitMeasurement : IMeasurement
{
    private const string Bell = "OPENQASM 3;\nqubit[2] q;\nbit[2] c;\nbell_pair q[0], q[1];\nc = measure q;\n";
    private const int WarmUp = 2_000;

    public string Name => "submits";

    public string Description => "durable submissions a second, over HTTP, with 1, 32 and 128 clients [SECONDS=6]";

    public async Task<int> RunAsync(string[] arguments, CancellationToken cancellationToken)
    {
        double seconds = arguments.Length > 0 ? double.Parse(arguments[0], CultureInfo.InvariantCulture) : 6;
        byte[] body = JobClient.Body(Bell);
        await using BenchMesh mesh = await BenchMesh.StartAsync(0, null, cancellationToken);
        await SubmitAsync(mesh.Client, body, 32, count => count < WarmUp, cancellationToken);
        foreach (int clients in (int[])[1, 32, 128])
        {
            long began = Stopwatch.GetTimestamp();
            List<double> latencies = await SubmitAsync(mesh.Client, body, clients, _ => Stopwatch.GetElapsedTime(began).TotalSeconds < seconds, cancellationToken);
            double rate = latencies.Count / Stopwatch.GetElapsedTime(began).TotalSeconds;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{clients,3} clients: {rate:F0} durable submits/s; {new Quantiles(latencies).Line("ms")}"));
        }

        return 0;
    }

    private static async Task<List<double>> SubmitAsync(JobClient client, byte[] body, int clients, Func<int, bool> goOn, CancellationToken cancellationToken)
    {
        List<double> latencies = [];
        int begun = 0;
        async Task WorkAsync()
        {
            while (goOn(Interlocked.Increment(ref begun)))
            {
                long start = Stopwatch.GetTimestamp();
                await client.SubmitAsync(body, cancellationToken);
                lock (latencies)
                {
                    latencies.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                }
            }
        }

        await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => WorkAsync()));
        return latencies;
    }
}
