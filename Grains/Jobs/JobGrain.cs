using System.Text;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using Orleans.Placement;
using Orleans.QuantumMesh.Grains.Abstractions;

namespace Orleans.QuantumMesh.Grains;

/// <summary>A job: its stream in the journal, the run that drives it, and the documents that show it.</summary>
[Reentrant]
[PreferLocalPlacement]
[CollectionAgeLimit(Minutes = 5)]
internal sealed class JobGrain : Grain, IJobGrain, IJobStart, IDisposable
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan EndedStay = TimeSpan.FromSeconds(10);

    private readonly JobServices services;
    private readonly SnapshotSaver<JobMachineState> snapshots;
    private readonly JobLog log;
    private readonly string jobId;
    private Task? loading;
    private JobRun? run;
    private Task running = Task.CompletedTask;
    private JobPublisher? publisher;
    private byte[]? result;

    public JobGrain(
        IGrainContext context,
        [PersistentState("job", GrainStorageNames.Grains)] IPersistentState<Snapshot<JobMachineState>> snapshot,
        JobServices services,
        ILogger<JobGrain> logger)
    {
        this.services = services;
        snapshots = new SnapshotSaver<JobMachineState>(snapshot, services.Options.SnapshotDelay, services.Clock, logger);
        jobId = context.GrainId.Key.ToString()!;
        log = new JobLog(jobId, services.Journal, services.Clock);
        log.Advanced += OnAdvanced;
    }

    public async Task Start(string submittedPayload, DateTimeOffset at)
    {
        if (loading is null)
        {
            var submitted = EventJson.Shared.Read<JobSubmitted>(EventNames.JobSubmitted, submittedPayload);
            log.Begin(submitted, at);
            loading = Task.CompletedTask;
        }

        await LoadAsync();
        Drive();
    }

    public async Task Wake()
    {
        await LoadAsync();
        Drive();
    }

    public async Task<Outcome<JobDocument>> Get(bool summary, Caller caller)
    {
        await LoadAsync();
        Drive();
        return Hidden(caller) is { } problem ? problem : await DocumentAsync(summary);
    }

    public async Task<Outcome<JobDocument>> Wait(JobState seen, TimeSpan patience, bool summary, Caller caller)
    {
        await LoadAsync();
        Drive();
        if (Hidden(caller) is { } problem)
        {
            return problem;
        }

        DateTimeOffset until = services.Clock.GetUtcNow() + (patience < LongestWait ? patience : LongestWait);
        while (log.Committed.State == seen && !log.Committed.IsTerminal && log.Fault is null)
        {
            TimeSpan left = until - services.Clock.GetUtcNow();
            if (left <= TimeSpan.Zero)
            {
                break;
            }

            try
            {
                await log.Changed.WaitAsync(left, services.Clock, services.Drain.Leaving);
            }
            catch (Exception over) when (over is TimeoutException or OperationCanceledException)
            {
                break;
            }
        }

        return await DocumentAsync(summary);
    }

    public async Task<Outcome<JobDocument>> Cancel(Caller caller)
    {
        await LoadAsync();
        if (Hidden(caller) is { } problem)
        {
            return problem;
        }

        if (log.Current.IsTerminal)
        {
            return Problem.Conflict($"{jobId} is {log.Current.State!.Value.ToWord()} already.");
        }

        Drive();
        await run!.CancelAsync(caller.Owner);
        return await DocumentAsync(summary: true);
    }

    public async Task<Outcome<JobUpdates>> Updates(long sequence, Caller caller)
    {
        await LoadAsync();
        if (Hidden(caller) is { } problem)
        {
            return problem;
        }

        Drive();

        // Whoever asks for changes listens to the stream from here on.
        publisher ??= new JobPublisher(jobId, this.GetStreamProvider(MeshStreams.Provider));
        (long head, bool ended) = (log.CommittedSequence, log.Committed.IsTerminal);
        return new JobUpdates(sequence >= head ? [] : await new JobHistory(jobId, services.Journal).UpdatesAsync(sequence), head, ended);
    }

    public async Task<Outcome<JsonDocumentText>> Circuit(string format, Caller caller)
    {
        await LoadAsync();
        if (Hidden(caller) is { } problem)
        {
            return problem;
        }

        return await JobCircuit.WriteAsync(jobId, log.Committed.Submission!, format, services);
    }

    public async Task<Outcome<JsonDocumentText>> Timeline(Caller caller)
    {
        await LoadAsync();
        return Hidden(caller) is { } problem ? problem : new JsonDocumentText(TimelineJson.Write(jobId, log.Committed));
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (run is not null)
        {
            await run.LeaveAsync();
            await running.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }

        await snapshots.FlushAsync();
    }

    public void Dispose() => run?.Dispose();

    private async Task LoadAsync()
    {
        if (loading is not { IsFaulted: false })
        {
            loading = log.LoadAsync(snapshots);
        }

        await loading;
        if (log.Committed.State is null)
        {
            // Nobody's job: not worth an activation.
            DeactivateOnIdle();
        }
    }

    // Whoever comes to an unfinished job, be it only to look, sets it going.
    private void Drive()
    {
        if (run is not null || log.Current.State is null || log.Current.IsTerminal || log.Fault is not null)
        {
            return;
        }

        DelayDeactivation(Timeout.InfiniteTimeSpan);
        run = new JobRun(jobId, log, services);
        running = FinishAsync(run);
    }

    private async Task FinishAsync(JobRun job)
    {
        await job.RunAsync();
        if (log.Current.IsTerminal && log.Fault is null)
        {
            await snapshots.FlushAsync();
            log.Shed();
            DelayDeactivation(TimeSpan.Zero);

            // Who waited reads the result now; the grain of an ended job need not stay.
            this.RegisterGrainTimer(
                static (grain, _) =>
                {
                    grain.DeactivateOnIdle();
                    return Task.CompletedTask;
                },
                this,
                EndedStay,
                Timeout.InfiniteTimeSpan);
        }
        else
        {
            // Fenced off, or interrupted: the next activation goes on from the journal.
            DeactivateOnIdle();
        }
    }

    private void OnAdvanced(long first, IReadOnlyList<JobEvent> events, IReadOnlyList<JobMachineState> states)
    {
        publisher?.Publish(first, states);
        if (events.Any(jobEvent => jobEvent is not FragmentEvent))
        {
            snapshots.Save(first + states.Count - 1, states[^1]);
        }

        foreach (JobEvent jobEvent in events)
        {
            services.Instruments.Count(jobEvent, states[^1]);
            if (jobEvent is FragmentEvent fragmentEvent)
            {
                PeerLogLines.Write(services.PeerLog, jobId, fragmentEvent, states[^1].UpdatedAt);
            }
        }
    }

    // A job that does not exist and one of somebody else look the same.
    private Problem? Hidden(Caller caller) =>
        log.Committed.State is null || (!caller.IsOperator && caller.Owner != log.Committed.Owner)
            ? Problem.NotFound($"There is no job {jobId}.")
            : null;

    private async Task<JobDocument> DocumentAsync(bool summary)
    {
        JobMachineState state = log.Committed;
        long version = log.CommittedSequence;
        byte[]? json = await ResultAsync(state);
        return new JobDocument
        {
            JobId = jobId,
            State = state.State!.Value,
            PlanId = state.PlanId,
            Error = state.Error,
            ResultJson = json is not null && summary ? ResultSummary.Of(json) : json,
            Progress = state.Progress,
            CircuitText = state.Submission!.Circuit,
            CreatedAt = state.CreatedAt,
            UpdatedAt = state.UpdatedAt,
            Version = version,
            Label = state.Submission.Label,
            Owner = state.Owner,
            Queue = run?.Queue,
        };
    }

    private async Task<byte[]?> ResultAsync(JobMachineState state)
    {
        if (state.State == JobState.Completed)
        {
            return result ??= await services.ReadModels.GetResultAsync(jobId) is { } row ? Encoding.UTF8.GetBytes(row.Document) : null;
        }

        if (state.PlanId is null || state.Fragments.IsEmpty)
        {
            return null;
        }

        if (log.Plan is null)
        {
            await log.ReadPlanAsync();
        }

        CircuitReading reading = await services.Programs.ReadAsync(state.Submission!);
        return reading.Program is { } program ? FragmentResultsJson.Write(state, log.Plan!, program, []) : null;
    }
}
