using Microsoft.Extensions.Logging;
using Orleans.QuantumMesh.Grains.Abstractions;
using Orleans.QuantumMesh.Storage;

namespace Orleans.QuantumMesh.Grains;

/// <summary>Wakes unfinished jobs that made no progress, a bounded number at a time: the first sweep all of them, later ones those silent for a period.</summary>
internal sealed partial class SweepGrain(GrainsOptions options, IReadModels readModels, ILogger<SweepGrain> logger) : Grain, ISweepGrain
{
    private readonly TimeProvider clock = options.TimeProvider;
    private DateTimeOffset? lastBegun;

    public async Task Ping()
    {
        DateTimeOffset now = clock.GetUtcNow();
        if (now - lastBegun < options.SweepPeriod)
        {
            return;
        }

        DateTimeOffset silentSince = lastBegun is null ? now : now - options.SweepPeriod;
        lastBegun = now;
        string? cursor = null;
        do
        {
            Page<JobRecord> page = await readModels.ListUnfinishedJobsAsync(silentSince, options.SweepWidth, cursor);
            await Task.WhenAll(page.Items.Select(job => WakeAsync(job.Id)));
            cursor = page.NextCursor;
        }
        while (cursor is not null);
    }

    private async Task WakeAsync(string jobId)
    {
        try
        {
            await GrainFactory.GetGrain<IJobGrain>(jobId).Wake();
        }
        catch (Exception error) when (error is OrleansException or TimeoutException or InvalidDataException)
        {
            LogNotWoken(error, jobId);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Job {JobId} could not be woken; the next sweep tries again")]
    private partial void LogNotWoken(Exception error, string jobId);
}
