using Orleans.QuantumMesh.Core.Planning;
using Orleans.QuantumMesh.Grains.Abstractions;
using Orleans.QuantumMesh.Storage;

namespace Orleans.QuantumMesh.Grains;

/// <summary>
/// A job's stream in the journal and the state that its events have made. Belongs to one activation and its scheduler.
/// What is appended counts at once for <see cref="Current"/>; <see cref="Committed"/> is what the journal has acknowledged, and all that is shown outside.
/// </summary>
internal sealed class JobLog(string jobId, IJournal journal, TimeProvider clock)
{
    private readonly Dictionary<string, FragmentExecuted> answers = new(StringComparer.Ordinal);
    private TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Raised on the activation's scheduler after each commit, with the sequence of the first event, the events, and the states after each.</summary>
    public event Action<long, IReadOnlyList<JobEvent>, IReadOnlyList<JobMachineState>>? Advanced;

    /// <summary>The state with everything that was appended.</summary>
    public JobMachineState Current { get; private set; } = JobMachineState.None;

    /// <summary>The state with everything that is committed.</summary>
    public JobMachineState Committed { get; private set; } = JobMachineState.None;

    /// <summary>The sequence of the last event appended.</summary>
    public long Sequence { get; private set; }

    /// <summary>The sequence of the last event committed.</summary>
    public long CommittedSequence { get; private set; }

    /// <summary>The plan, once there is one.</summary>
    public ExecutionPlan? Plan { get; private set; }

    /// <summary>The answers that count, by fragment (with its turn), those appended and not yet committed included.</summary>
    public IReadOnlyDictionary<string, FragmentExecuted> Answers => answers;

    /// <summary>Whether the journal has refused an append: somebody else writes this stream, or nobody can.</summary>
    public Exception? Fault { get; private set; }

    /// <summary>Completes at the next commit or fault.</summary>
    public Task Changed => changed.Task;

    /// <summary>
    /// Takes the state of the snapshot and folds the events that came after it; without one, all of them. Plan and answers of an unfinished job come from its events.
    /// </summary>
    public async Task LoadAsync(SnapshotSaver<JobMachineState> snapshots)
    {
        (long applied, JobMachineState? known, IEnumerable<RecordedEvent> events) = await snapshots.ReadAsync(journal, StreamNames.OfJob(jobId));
        if (known is not null)
        {
            Current = known;
            Sequence = applied;
            events = known.IsTerminal ? events : await journal.ReadAsync(StreamNames.OfJob(jobId));
        }

        foreach (RecordedEvent recorded in events)
        {
            var jobEvent = EventJson.Shared.Read<JobEvent>(recorded.Type, recorded.Payload);
            Keep(jobEvent);
            if (recorded.Sequence > applied)
            {
                Current = Apply(Current, jobEvent, recorded.OccurredAt);
                Sequence = recorded.Sequence;
            }
        }

        Committed = Current;
        CommittedSequence = Sequence;
    }

    /// <summary>Reads the plan of a job whose events were not read, since its snapshot was terminal.</summary>
    public async Task ReadPlanAsync()
    {
        foreach (RecordedEvent recorded in await journal.ReadAsync(StreamNames.OfJob(jobId)))
        {
            if (recorded.Type == EventNames.JobPlanned)
            {
                Plan = EventJson.Shared.Read<JobPlanned>(recorded.Type, recorded.Payload).Plan;
                return;
            }
        }
    }

    /// <summary>Drops plan and answers, which an ended job needs no more.</summary>
    public void Shed()
    {
        answers.Clear();
        Plan = null;
    }

    /// <summary>Takes over the first event of a stream, which the submission has just committed.</summary>
    public void Begin(JobSubmitted submitted, DateTimeOffset at)
    {
        Current = Committed = Apply(JobMachineState.None, submitted, at);
        Sequence = CommittedSequence = 1;
    }

    /// <summary>
    /// Appends events, all at the present time, and completes when they are committed. Appends of one activation are committed in the order of the calls.
    /// </summary>
    /// <exception cref="JobInterruptedException">The journal refused: this activation has nothing more to say.</exception>
    public Task AppendAsync(JournalDurability durability, IReadOnlyList<JobEvent> events, params IReadOnlyList<RowChange> further)
    {
        if (Fault is not null)
        {
            throw Interrupted(Fault);
        }

        DateTimeOffset now = new JournalEvent(string.Empty, string.Empty, clock.GetUtcNow()).OccurredAt;
        var journalEvents = new JournalEvent[events.Count];
        var states = new JobMachineState[events.Count];
        var changes = new List<RowChange>();
        JobMachineState state = Current;
        for (int index = 0; index < events.Count; index++)
        {
            JobEvent jobEvent = events[index];
            JobMachineState next = Apply(state, jobEvent, now);
            changes.AddRange(JobRows.Of(jobId, state, jobEvent, now));
            journalEvents[index] = new JournalEvent(EventJson.Shared.NameOf(jobEvent), EventJson.Shared.Write(jobEvent), now);
            states[index] = state = next;
        }

        foreach (JobEvent jobEvent in events)
        {
            Keep(jobEvent);
        }

        changes.Add(JobRows.Job(jobId, state));
        changes.AddRange(further);
        long first = Sequence + 1;
        var batch = new JournalBatch(StreamNames.OfJob(jobId), first, journalEvents) { Changes = changes, Durability = durability };
        Current = state;
        Sequence += events.Count;
        return CommitAsync(batch, first, events, states);
    }

    private async Task CommitAsync(JournalBatch batch, long first, IReadOnlyList<JobEvent> events, JobMachineState[] states)
    {
        try
        {
            await journal.AppendAsync(batch);
        }
        catch (Exception error) when (error is JournalConflictException or JournalUnavailableException)
        {
            Fault ??= error;
            Signal();
            throw Interrupted(error);
        }

        Committed = states[^1];
        CommittedSequence = first + states.Length - 1;
        Signal();
        Advanced?.Invoke(first, events, states);
    }

    private void Signal()
    {
        TaskCompletionSource signal = changed;
        changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        signal.TrySetResult();
    }

    private void Keep(JobEvent jobEvent)
    {
        switch (jobEvent)
        {
            case JobPlanned planned:
                Plan = planned.Plan;
                break;
            case FragmentExecuted executed:
                answers[executed.FragmentId] = executed;
                break;
            default:
                break;
        }
    }

    private JobInterruptedException Interrupted(Exception error) =>
        new($"Job {jobId} ends on this activation: {error.Message}", error);

    private JobMachineState Apply(JobMachineState state, JobEvent jobEvent, DateTimeOffset at)
    {
        Transition<JobMachineState> transition = JobMachine.Apply(state, jobEvent, at);
        return transition.IsRefused ? throw new InvalidOperationException($"{jobId}: {transition.Refusal}") : transition.State!;
    }
}
