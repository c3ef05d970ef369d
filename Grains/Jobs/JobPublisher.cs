using Orleans.QuantumMesh.Grains.Abstractions;
using Orleans.Streams;

namespace Orleans.QuantumMesh.Grains;

/// <summary>Puts a job's changes on its Orleans stream, in order, without anybody waiting: a hint; who misses one asks the journal.</summary>
internal sealed class JobPublisher(string jobId, IStreamProvider provider)
{
    private readonly IAsyncStream<JobUpdate> stream = provider.GetStream<JobUpdate>(StreamId.Create(MeshStreams.JobUpdates, jobId));
    private Task last = Task.CompletedTask;

    /// <summary>The states after events whose first has the given sequence.</summary>
    public void Publish(long first, IReadOnlyList<JobMachineState> states)
    {
        var updates = new JobUpdate[states.Count];
        for (int index = 0; index < updates.Length; index++)
        {
            updates[index] = JobHistory.Update(jobId, first + index, states[index]);
        }

        last = SendAsync(last, updates);
    }

    private async Task SendAsync(Task before, JobUpdate[] updates)
    {
        await before;
        try
        {
            foreach (JobUpdate update in updates)
            {
                await stream.OnNextAsync(update);
            }
        }
#pragma warning disable CA1031 // A lost hint is no error.
        catch (Exception)
#pragma warning restore CA1031
        {
        }
    }
}
