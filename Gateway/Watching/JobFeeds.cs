using System.Collections.Concurrent;
using Orleans.QuantumMesh.Grains.Abstractions;
using Orleans.Streams;

namespace Orleans.QuantumMesh.Gateway;

/// <summary>The gateway's subscriptions to job streams: one a job, shared by all who watch it, ended with the last of them.</summary>
public sealed class JobFeeds(IClusterClient cluster)
{
    private readonly ConcurrentDictionary<string, JobFeed> feeds = new(StringComparer.Ordinal);
    private readonly Lock gate = new();
    private int watchers;

    /// <summary>How many watch at the moment.</summary>
    public int Watchers => Volatile.Read(ref watchers);

    /// <summary>Starts to listen; dispose the listener to stop.</summary>
    public JobListener Listen(string jobId)
    {
        Interlocked.Increment(ref watchers);
        lock (gate)
        {
            JobFeed feed = feeds.GetOrAdd(jobId, id => new JobFeed(Subscribe(id)));
            JobListener listener = new(this, jobId);
            feed.Listeners.Add(listener);
            return listener;
        }
    }

    internal void Remove(JobListener listener)
    {
        Interlocked.Decrement(ref watchers);
        JobFeed? ended = null;
        lock (gate)
        {
            if (feeds.TryGetValue(listener.JobId, out JobFeed? feed) && feed.Listeners.Remove(listener) && feed.Listeners.Count == 0)
            {
                feeds.TryRemove(listener.JobId, out ended);
            }
        }

        if (ended is not null)
        {
            _ = UnsubscribeAsync(ended);
        }
    }

    private static async Task UnsubscribeAsync(JobFeed feed)
    {
        try
        {
            StreamSubscriptionHandle<JobUpdate> handle = await feed.Subscription;
            await handle.UnsubscribeAsync();
        }
        catch (Exception exception) when (exception is TimeoutException or OrleansException)
        {
            // The stream is a hint: what can't be unsubscribed is forgotten with the cluster's next change.
        }
    }

    private Task<StreamSubscriptionHandle<JobUpdate>> Subscribe(string jobId) =>
        cluster.GetStreamProvider(MeshStreams.Provider)
            .GetStream<JobUpdate>(StreamId.Create(MeshStreams.JobUpdates, jobId))
            .SubscribeAsync((update, _) =>
            {
                Publish(update);
                return Task.CompletedTask;
            });

    private void Publish(JobUpdate update)
    {
        lock (gate)
        {
            if (feeds.TryGetValue(update.JobId, out JobFeed? feed))
            {
                foreach (JobListener listener in feed.Listeners)
                {
                    listener.Offer(update);
                }
            }
        }
    }

    private sealed record JobFeed(Task<StreamSubscriptionHandle<JobUpdate>> Subscription)
    {
        public HashSet<JobListener> Listeners { get; } = [];
    }
}
