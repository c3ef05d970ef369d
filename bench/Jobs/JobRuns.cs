using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using Orleans.QuantumMesh.Cli;
using static Orleans.QuantumMesh.Bench.Jobs.JobMeasurement;

namespace Orleans.QuantumMesh.Bench.Jobs;

/// <summary>What is measured on a mesh that runs.</summary>
internal sealed class JobRuns
{
    private const int WalkthroughCount = 300;
    private const int ChainLength = 40;
    private const int ChainCount = 25;
    private const int SubmitsInFlight = 256;
    private const int SubmitCount = 8_000;
    private const double WalkthroughAimMs = 30;
    private const double JobsAim = 200;
    private const double SubmitsAim = 2_000;
    private const double OverheadMedianAimMs = 2;
    private const double OverheadTailAimMs = 5;
    private static readonly TimeSpan WarmUpLimit = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan DrainLimit = TimeSpan.FromSeconds(120);

    private readonly BenchMesh _mesh;
    private readonly TimeSpan _duration;
    private readonly CancellationToken _stop;
    private readonly byte[] _walkthrough;
    private readonly byte[] _bell;

    public JobRuns(BenchMesh mesh, TimeSpan duration, CancellationToken stop)
    {
        _mesh = mesh;
        _duration = duration;
        _stop = stop;
        string examples = Path.Combine(Installation.Find().Root, "examples");
        _walkthrough = JobClient.Body(File.ReadAllText(Path.Combine(examples, "walkthrough.qasm")));
        _bell = JobClient.Body(File.ReadAllText(Path.Combine(examples, "bell.qasm")));
    }

    /// <summary>The first job, then as many as it takes for the programs to be compiled.</summary>
    public async Task WarmUpAsync()
    {
        double first = await JobAsync(_walkthrough);
        Print($"first walkthrough after the start: {first:F0} ms");
        await RepeatAsync(8, 400, WarmUpLimit, () => JobAsync(_bell));
        await RepeatAsync(1, 100, WarmUpLimit, () => JobAsync(_walkthrough));
    }

    /// <summary>One walkthrough after the other.</summary>
    public async Task<bool> WalkthroughAsync()
    {
        var cpu = new CpuMeter(_mesh.Processes);
        IReadOnlyList<double> times = await RepeatAsync(1, WalkthroughCount, _duration * 3, () => JobAsync(_walkthrough));
        var quantiles = new Quantiles(times);
        Print($"walkthrough, submit to COMPLETED: {quantiles.Line("ms")}; aim p50 < {WalkthroughAimMs} ms; {cpu.Per(times.Count)}");
        return quantiles.At(0.5) < WalkthroughAimMs;
    }

    /// <summary>Chains of fragments of one gate each: the time from one's being ready to the next one's, less what the node computed.</summary>
    public async Task<bool> FragmentsAsync()
    {
        byte[] chain = JobClient.Body(
            "OPENQASM 3;\ninclude \"stdgates.inc\";\nqubit[2] q;\nbit[2] c;\n" + string.Concat(Enumerable.Repeat("cx q[0], q[1];\n", ChainLength)) + "c = measure q;\n", "per_operation");
        var overheads = new List<double>();
        for (int run = -3; run < ChainCount; run++)
        {
            JsonElement job = await _mesh.Client.CompletedAsync(await _mesh.Client.SubmitAsync(chain, _stop), _stop);
            if (run >= 0)
            {
                overheads.AddRange(await OverheadsAsync(job));
            }
        }

        var quantiles = new Quantiles(overheads);
        Print($"fragment overhead, from ready to the next one's ready, less the node's work: {quantiles.Line("ms")}; aim p50 < {OverheadMedianAimMs} ms, p95 < {OverheadTailAimMs} ms");
        return quantiles.At(0.5) < OverheadMedianAimMs && quantiles.At(0.95) < OverheadTailAimMs;
    }

    /// <summary>Bell jobs by 1, 8 and 32 clients that each submit, wait for the end and submit again.</summary>
    public async Task<bool> ThroughputAsync()
    {
        double best = 0;
        foreach (int clients in (int[])[1, 8, 32])
        {
            await RepeatAsync(clients, int.MaxValue, _duration / 5, () => JobAsync(_bell));
            var cpu = new CpuMeter(_mesh.Processes);
            long start = Stopwatch.GetTimestamp();
            IReadOnlyList<double> times = await RepeatAsync(clients, int.MaxValue, _duration, () => JobAsync(_bell));
            double rate = times.Count / Stopwatch.GetElapsedTime(start).TotalSeconds;
            best = Math.Max(best, rate);
            Print($"Bell, {clients,2} clients: {rate:F0} jobs/s; {new Quantiles(times).Line("ms")}; {cpu.Per(times.Count)}");
        }

        Print($"aim: {JobsAim} Bell jobs/s");
        return best >= JobsAim;
    }

    /// <summary>Submissions alone, as fast as they are taken, while the nodes work them off.</summary>
    public async Task<bool> SubmitsAsync()
    {
        var jobIds = new ConcurrentBag<string>();
        var cpu = new CpuMeter(_mesh.Processes);
        long start = Stopwatch.GetTimestamp();
        IReadOnlyList<double> times = await RepeatAsync(SubmitsInFlight, SubmitCount, _duration * 3, async () =>
        {
            long sent = Stopwatch.GetTimestamp();
            jobIds.Add(await _mesh.Client.SubmitAsync(_bell, _stop));
            return Stopwatch.GetElapsedTime(sent).TotalMilliseconds;
        });
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        double rate = times.Count / seconds;
        Print($"durable submits, {SubmitsInFlight} in flight: {rate:F0}/s; {new Quantiles(times).Line("ms")}; {cpu.Per(times.Count)}; aim {SubmitsAim}/s");
        (int done, int failed) = await DrainAsync(jobIds);
        Print($"of these {times.Count} jobs {done} are COMPLETED and {failed} are not, {Stopwatch.GetElapsedTime(start).TotalSeconds - seconds:F1} s after the last submit");
        return rate >= SubmitsAim && failed == 0;
    }

    private async Task<(int Done, int Failed)> DrainAsync(IEnumerable<string> jobIds)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(_stop);
        limit.CancelAfter(DrainLimit);
        int done = 0;
        int failed = 0;
        foreach (string jobId in jobIds)
        {
            try
            {
                await _mesh.Client.CompletedAsync(jobId, limit.Token);
                done++;
            }
            catch (Exception error) when (error is InvalidOperationException || (error is OperationCanceledException && !_stop.IsCancellationRequested))
            {
                failed++;
            }
        }

        return (done, failed);
    }

    private async Task<double> JobAsync(byte[] body)
    {
        long start = Stopwatch.GetTimestamp();
        await _mesh.Client.CompletedAsync(await _mesh.Client.SubmitAsync(body, _stop), _stop);
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private async Task<IEnumerable<double>> OverheadsAsync(JsonElement job)
    {
        Dictionary<string, double> work = job.GetProperty("result").GetProperty("fragment_results").EnumerateArray()
            .ToDictionary(fragment => fragment.GetProperty("fragment_id").GetString()!, fragment => fragment.GetProperty("execute_ms").GetDouble());
        JsonElement timeline = await _mesh.Client.GetAsync($"jobs/{job.GetProperty("job_id").GetString()}/timeline", _stop);
        (string Id, DateTimeOffset Ready)[] fragments = [.. timeline.GetProperty("fragments").EnumerateArray()
            .Select(fragment => (fragment.GetProperty("fragment_id").GetString()!, fragment.GetProperty("queued_at").GetDateTimeOffset()))
            .OrderBy(fragment => fragment.Item2)
            .Take(ChainLength + 1)];

        // Each becomes ready when the one before it is committed; the two measurements at the end do so together.
        return fragments.Zip(fragments.Skip(1), (fragment, next) => (next.Ready - fragment.Ready).TotalMilliseconds - work[fragment.Id]);
    }

    // So many clients do something again and again until it was done so often or the time is over.
    private async Task<IReadOnlyList<double>> RepeatAsync(int clients, int count, TimeSpan limit, Func<Task<double>> action)
    {
        var times = new ConcurrentQueue<double>();
        long start = Stopwatch.GetTimestamp();
        int left = count;
        await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => Task.Run(
            async () =>
            {
                while (Interlocked.Decrement(ref left) >= 0 && Stopwatch.GetElapsedTime(start) < limit)
                {
                    times.Enqueue(await action());
                }
            },
            _stop)));
        return [.. times];
    }
}
