using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Orleans.QuantumMesh.Storage;

namespace Orleans.QuantumMesh.Bench.Journal;

/// <summary>Durable submissions a second, beside what the disk itself can do.</summary>
internal sealed class JournalMeasurement : IMeasurement
{
    private const double Aim = 2000;

    private static readonly string Circuit =
        "OPENQASM 3;\nqubit[2] q;\n" + string.Concat(Enumerable.Repeat("h q[0]; cx q[0], q[1];\n", 20));

    public string Name => "journal";

    public string Description => "durable submissions a second by the number in flight, and the disk's fsync a second; argument: a folder on the disk to measure";

    public async Task<int> RunAsync(string[] arguments, CancellationToken cancellationToken)
    {
        string folder = Path.Combine(arguments.Length > 0 ? arguments[0] : Path.GetTempPath(), "quantum-mesh-bench-" + Guid.NewGuid().ToString("n"));
        Directory.CreateDirectory(folder);
        try
        {
            Print($"disk: {DiskProbe.FlushesPerSecond(folder):F0} fsync/s (4 KiB appended each)");
            await using EmbeddedStorage storage = EmbeddedStorage.Open(new StorageOptions { DataFolder = Path.Combine(folder, "data") });
            await MeasureAsync(storage.Journal, 64, 2000, print: false, cancellationToken);
            double best = 0;
            foreach ((int inFlight, int total) in ((int, int)[])[(1, 2000), (16, 10_000), (64, 20_000), (256, 20_000), (1024, 20_000)])
            {
                best = Math.Max(best, await MeasureAsync(storage.Journal, inFlight, total, print: true, cancellationToken));
            }

            Print($"aim: {Aim:F0} durable submissions/s; {(best >= Aim ? "reached" : "missed")}");
            return best >= Aim ? 0 : 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<double> MeasureAsync(IJournal journal, int inFlight, int total, bool print, CancellationToken cancellationToken)
    {
        var times = new ConcurrentBag<double>();
        JournalStatistics before = journal.Statistics;
        long start = Stopwatch.GetTimestamp();
        int left = total;
        await Task.WhenAll(Enumerable.Range(0, inFlight).Select(_ => Task.Run(
            async () =>
            {
                while (Interlocked.Decrement(ref left) >= 0)
                {
                    JournalBatch submission = Submission();
                    long sent = Stopwatch.GetTimestamp();
                    await journal.AppendAsync(submission, cancellationToken);
                    times.Add(Stopwatch.GetElapsedTime(sent).TotalMilliseconds);
                }
            },
            cancellationToken)));
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        if (print)
        {
            long commits = journal.Statistics.DurableCommits - before.DurableCommits;
            Print($"{inFlight,4} in flight: {total / seconds,6:F0} durable submissions/s in {commits / seconds,5:F0} commits/s, {new Quantiles(times).Line("ms")}");
        }

        return total / seconds;
    }

    /// <summary>What a submission writes: its event, the job's row, the circuit and the idempotency key.</summary>
    private static JournalBatch Submission()
    {
        string id = "job-" + Guid.NewGuid().ToString("n");
        DateTimeOffset now = DateTimeOffset.UtcNow;
        return new JournalBatch(id, 1, [new JournalEvent("job.submitted", """{"shots":1024,"seed":0,"mode":"distributed"}""", now)])
        {
            Changes =
            [
                new UpsertJob(new JobRecord(id, "local", "QUEUED", null, null, null, null, Circuit[..80], false, 50, now.AddMinutes(10), null, now, now)),
                new InsertJobCircuit(new JobCircuitRow(id, Circuit, """{"shots":1024,"seed":0,"mode":"distributed"}""", now)),
            ],
            Idempotency = new IdempotencyRecord(new IdempotencyKey("local", "POST /api/v1/circuits/submit", id), "hash", $$"""{"job_id":"{{id}}"}""", now),
            Durability = JournalDurability.Full,
        };
    }

    private static void Print(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
