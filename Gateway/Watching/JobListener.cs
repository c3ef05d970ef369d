using System.Threading.Channels;
using Orleans.QuantumMesh.Grains.Abstractions;

namespace Orleans.QuantumMesh.Gateway;

/// <summary>One watcher's place in a job's feed; what it does not take in time is dropped and found again in the journal.</summary>
public sealed class JobListener : IDisposable
{
    private const int Room = 256;

    private readonly JobFeeds feeds;
    private readonly Channel<JobUpdate> updates = Channel.CreateBounded<JobUpdate>(new BoundedChannelOptions(Room) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
    private Task<bool>? pending;

    internal JobListener(JobFeeds feeds, string jobId)
    {
        this.feeds = feeds;
        JobId = jobId;
    }

    public string JobId { get; }

    /// <summary>The next update that was heard, or <see langword="null"/> after <paramref name="patience"/>.</summary>
    public async Task<JobUpdate?> NextAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        if (updates.Reader.TryRead(out JobUpdate? heard))
        {
            return heard;
        }

        try
        {
            pending ??= updates.Reader.WaitToReadAsync(CancellationToken.None).AsTask();
            await pending.WaitAsync(patience, cancellationToken);
            pending = null;
            return updates.Reader.TryRead(out heard) ? heard : null;
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    public void Dispose() => feeds.Remove(this);

    internal void Offer(JobUpdate update) => updates.Writer.TryWrite(update);
}
