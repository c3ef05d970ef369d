using System.Runtime.CompilerServices;
using Orleans.QuantumMesh.Grains.Abstractions;

namespace Orleans.QuantumMesh.Gateway;

/// <summary>Follows a job: begins in the journal, goes on with the stream, fills gaps from the journal and asks it when nothing was heard for a while.</summary>
public sealed class JobWatch(IClusterClient cluster, JobFeeds feeds)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>The job's changes after <paramref name="sequence"/>, in order and without gaps, until it is terminal; a problem instead where the job isn't the caller's.</summary>
    public async Task<Outcome<JobUpdates>> FirstAsync(string jobId, long sequence, Caller caller) =>
        await cluster.GetGrain<IJobGrain>(jobId).Updates(sequence, caller);

    /// <summary>As above, going on from <paramref name="first"/>; yields <see langword="null"/> where nothing happened for a while, so that the connection can be kept alive.</summary>
    public async IAsyncEnumerable<JobUpdate?> FollowAsync(string jobId, long sequence, JobUpdates first, Caller caller, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        IJobGrain job = cluster.GetGrain<IJobGrain>(jobId);
        using JobListener listener = feeds.Listen(jobId);
        JobUpdates known = first;
        while (true)
        {
            foreach (JobUpdate update in known.Items)
            {
                if (update.Sequence <= sequence)
                {
                    continue;
                }

                sequence = update.Sequence;
                yield return update;
                if (update.State.IsTerminal())
                {
                    yield break;
                }
            }

            if (known.Ended && sequence >= known.Head)
            {
                yield break;
            }

            JobUpdate? heard = await listener.NextAsync(Patience, cancellationToken);
            if (heard is not null && heard.Sequence <= sequence + 1)
            {
                known = new JobUpdates([heard], heard.Sequence, heard.State.IsTerminal());
                continue;
            }

            Outcome<JobUpdates> asked = await job.Updates(sequence, caller);
            known = asked.Value ?? new JobUpdates([], sequence, Ended: false);
            if (heard is null && known.Items.Count == 0)
            {
                yield return null;
            }
        }
    }
}
