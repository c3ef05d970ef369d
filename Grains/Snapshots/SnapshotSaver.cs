using Microsoft.Extensions.Logging;
using Orleans.QuantumMesh.Storage;
using Orleans.Storage;

namespace Orleans.QuantumMesh.Grains;

/// <summary>
/// Saves a machine's state behind its journal: the newest one, a while after the step that made it, one write at a time, and nothing waits for it.
/// Belongs to one activation and its scheduler.
/// </summary>
internal sealed partial class SnapshotSaver<TState>(IPersistentState<Snapshot<TState>> storage, TimeSpan delay, TimeProvider clock, ILogger logger)
    where TState : class
{
    private readonly TaskCompletionSource hurry = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TState? newest;
    private long sequence;
    private Task saving = Task.CompletedTask;

    /// <summary>
    /// The state that was saved last, the sequence that it includes, and the events after it; no state and all events where the stream is shorter than that, as after the
    /// journal came back from an older copy.
    /// </summary>
    public async Task<(long AppliedSequence, TState? State, IEnumerable<RecordedEvent> Later)> ReadAsync(IJournal journal, string stream, CancellationToken cancellationToken = default)
    {
        if (storage.State is { AppliedSequence: > 0 and long applied, State: { } state })
        {
            IReadOnlyList<RecordedEvent> events = await journal.ReadAsync(stream, applied - 1, cancellationToken: cancellationToken);
            if (events.Count > 0)
            {
                return (applied, state, events.Skip(1));
            }
        }

        return (0, null, await journal.ReadAsync(stream, cancellationToken: cancellationToken));
    }

    /// <summary>Has a state saved, unless a newer one comes before its turn.</summary>
    public void Save(long appliedSequence, TState state)
    {
        sequence = appliedSequence;
        newest = state;
        if (saving.IsCompleted)
        {
            saving = SaveAsync();
        }
    }

    /// <summary>Completes when the newest state is saved, or could not be.</summary>
    public Task FlushAsync()
    {
        hurry.TrySetResult();
        return saving;
    }

    private async Task SaveAsync()
    {
        if (delay > TimeSpan.Zero)
        {
            await hurry.Task.WaitAsync(delay, clock).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }

        while (newest is { } state)
        {
            newest = null;
            storage.State = new Snapshot<TState> { AppliedSequence = sequence, State = state };
            try
            {
                await storage.WriteStateAsync();
            }
#pragma warning disable CA1031 // The snapshot only saves reading; the journal has it all.
            catch (Exception error)
#pragma warning restore CA1031
            {
                LogNotSaved(error, typeof(TState).Name);
                if (error is InconsistentStateException)
                {
                    return;
                }
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "A snapshot of a {Machine} could not be saved")]
    private partial void LogNotSaved(Exception error, string machine);
}
