using Orleans.QuantumMesh.Grains.Abstractions;
using Orleans.QuantumMesh.Storage;

namespace Orleans.QuantumMesh.Grains;

/// <summary>A job's changes, folded out of the journal.</summary>
internal sealed class JobHistory(string jobId, IJournal journal)
{
    /// <summary>One change for each event after a sequence.</summary>
    public async Task<IReadOnlyList<JobUpdate>> UpdatesAsync(long afterSequence)
    {
        JobMachineState state = JobMachineState.None;
        var updates = new List<JobUpdate>();
        foreach (RecordedEvent recorded in await journal.ReadAsync(StreamNames.OfJob(jobId)))
        {
            var jobEvent = EventJson.Shared.Read<JobEvent>(recorded.Type, recorded.Payload);
            state = JobMachine.Apply(state, jobEvent, recorded.OccurredAt).State!;
            if (recorded.Sequence > afterSequence)
            {
                updates.Add(Update(jobId, recorded.Sequence, state));
            }
        }

        return updates;
    }

    /// <summary>The change that an event made.</summary>
    public static JobUpdate Update(string jobId, long sequence, JobMachineState state) =>
        new(jobId, sequence, state.State!.Value, state.Error, state.Progress, state.UpdatedAt);
}
