using Microsoft.Extensions.Logging;
using Orleans.QuantumMesh.Core.Planning;
using Orleans.QuantumMesh.Core.Simulation;
using Orleans.QuantumMesh.Grains.Abstractions;
using Orleans.QuantumMesh.Storage;

namespace Orleans.QuantumMesh.Grains;

/// <summary>Drives a job from where its journal stands to its end, on the scheduler of its activation. What waits, waits without holding a turn.</summary>
internal sealed partial class JobRun(string jobId, JobLog log, JobServices services) : IDisposable
{
    private readonly CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(services.Drain.Leaving);
    private readonly ILogger logger = services.Loggers.CreateLogger<JobRun>();
    private JobContext? context;
    private JobPlace? taken;

    /// <summary>Where the job waits for its turn; <see langword="null"/> where it does not.</summary>
    public JobQueuePlace? Queue => log.Committed.State == JobState.Queued ? taken?.Queue : null;

    /// <summary>Runs until the job is terminal, or this activation has nothing more to say. Never throws.</summary>
    public async Task RunAsync()
    {
        try
        {
            await DriveAsync();
        }
        catch (JobInterruptedException interruption)
        {
            LogInterrupted(jobId, interruption.Message);
        }
#pragma warning disable CA1031 // Whatever else it is, the job ends with it and its client reads it.
        catch (Exception error)
#pragma warning restore CA1031
        {
            await EndAsync(error);
        }
        finally
        {
            services.Mesh.Release(jobId);
        }
    }

    /// <summary>Ends the job as cancelled; completes when that is committed.</summary>
    public async Task CancelAsync(string by)
    {
        Task committed = log.AppendAsync(JournalDurability.Full, [new JobCancelled { By = by }]);
        await stop.CancelAsync();
        context?.Reservations.ReleaseAll();
        await committed;
    }

    /// <summary>The activation leaves; the job goes on elsewhere.</summary>
    public Task LeaveAsync() => stop.CancelAsync();

    public void Dispose() => stop.Dispose();

    private async Task DriveAsync()
    {
        TimeSpan left = log.Current.Deadline - services.Clock.GetUtcNow();
        using var deadline = new CancellationTokenSource(left > TimeSpan.Zero ? left : TimeSpan.Zero, services.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop.Token, deadline.Token);
        try
        {
            await StepsAsync(either.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Cancelled by its owner, which is committed already, or left by its activation.
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            throw new JobFailureException(string.Create(
                System.Globalization.CultureInfo.InvariantCulture,
                $"The deadline of {log.Current.Submission!.DeadlineSeconds:0.###} s passed before the job was done."));
        }
    }

    private async Task StepsAsync(CancellationToken cancellationToken)
    {
        using var place = new JobPlace(services.Places, log.Current.Submission!.Priority, log.Current.CreatedAt);
        taken = place;
        if (log.Current.State == JobState.Queued)
        {
            await place.EnterAsync(cancellationToken);

            // Nothing waits for this commit: those that follow come after it.
            log.AppendAsync(JournalDurability.Normal, [new JobCompiling()]).Ignore();
        }
        else
        {
            place.EnterAtOnce();
        }

        JobSubmission submission = log.Current.Submission!;
        CircuitReading reading = await services.Programs.ReadAsync(submission, cancellationToken);
        ParsedProgram program = reading.Program
            ?? throw new JobFailureException($"The circuit, accepted when it was submitted, cannot be read: {reading.Faults[0].Message}");
        ExecutionEstimate estimate = await services.Compute.Quick(
            _ => ExecutionEstimate.Of(program.Program, submission.Shots, EngineChoice.Of(submission)), cancellationToken);
        if (log.Current.State == JobState.Compiling)
        {
            await PlanAsync(program, estimate, submission, place, cancellationToken);
        }

        ExecutionPlan plan = log.Plan!;
        services.Mesh.Plan(jobId, JobPlanning.SlotsOf(plan));
        context = new JobContext(jobId, log, services, program, plan, estimate.BytesWith(log.Current.NoiseShots));
        try
        {
            await new JobScheduler(context).RunAsync(cancellationToken);
        }
        finally
        {
            context.Lead.Release();
        }

        if (log.Current.State == JobState.Reserving)
        {
            await log.AppendAsync(JournalDurability.Normal, [new JobExecuting()]);
        }

        services.CrashPoints.Reach(CrashPointNames.AfterLastAnswer, jobId);
        string result = await new ResultAssembler(context).BuildAsync(cancellationToken);
        ResultRow row = ResultRow.Create(jobId, result, services.Clock.GetUtcNow());
        await log.AppendAsync(JournalDurability.Full, [new JobCompleted { ResultHash = row.Hash }], new PutResult(row));
        Forget();
    }

    private async Task PlanAsync(ParsedProgram program, ExecutionEstimate estimate, JobSubmission submission, JobPlace place, CancellationToken cancellationToken)
    {
        (ExecutionPlan plan, MeshSnapshot nodes) = await new JobPlanning(jobId, services).PlanAsync(program, submission, place, cancellationToken);
        (int noiseShots, _) = estimate.NoiseShotsWithin(services.Limits, submission.NoiseShots);
        var snapshot = new PlanSnapshotRow(plan.QualitySnapshotId, QualitySnapshots.Write(nodes), services.Clock.GetUtcNow());
        await log.AppendAsync(JournalDurability.Normal, [new JobPlanned { Plan = plan, NoiseShots = noiseShots }], new InsertPlanSnapshot(snapshot));
        services.CrashPoints.Reach(CrashPointNames.AfterPlan, jobId);
    }

    private async Task EndAsync(Exception error)
    {
        if (log.Current.IsTerminal || log.Fault is not null)
        {
            return;
        }

        if (error is not JobFailureException)
        {
            LogUnexpected(error, jobId);
        }

        string sentence = error is JobFailureException ? error.Message : $"Internal error: {error.Message}";
        context?.Reservations.ReleaseAll();
        try
        {
            await log.AppendAsync(JournalDurability.Full, [new JobFailed { Error = sentence }]);
        }
        catch (JobInterruptedException interruption)
        {
            LogInterrupted(jobId, interruption.Message);
        }
    }

    private void Forget()
    {
        foreach (FragmentExecuted executed in log.Answers.Values)
        {
            services.Forget.Add(executed.NodeId, executed.ExecutionId);
        }
    }

    [LoggerMessage(LogLevel.Information, "Job {JobId} leaves this activation: {Reason}")]
    private partial void LogInterrupted(string jobId, string reason);

    [LoggerMessage(LogLevel.Error, "Job {JobId} failed unexpectedly")]
    private partial void LogUnexpected(Exception error, string jobId);
}
