namespace Orleans.QuantumMesh.Grains.Abstractions;

/// <summary>A job's machine: a pure function of state and event. What it refuses never reaches the journal.</summary>
public static class JobMachine
{
    /// <summary>The state after an event that happened at a time, or why it may not happen.</summary>
    public static Transition<JobMachineState> Apply(JobMachineState state, JobEvent jobEvent, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(jobEvent);
        if (jobEvent is JobSubmitted submitted)
        {
            return state.State is null ? Submit(submitted, at) : Refuse(state, jobEvent);
        }

        if (state.IsTerminal && jobEvent is FragmentSuperseded superseded)
        {
            // An answer that comes after the end is recorded; the end does not change.
            return FragmentMachine.Apply(state, superseded, at);
        }

        if (state.State is null || state.IsTerminal)
        {
            return Refuse(state, jobEvent);
        }

        JobMachineState next = state with { UpdatedAt = at };
        return (state.State, jobEvent) switch
        {
            (JobState.Queued, JobCompiling) => To(next with { State = JobState.Compiling }),
            (JobState.Compiling, JobPlanned planned) => To(next with
            {
                State = JobState.Reserving,
                PlanId = planned.Plan.PlanId,
                PlannedFragments = planned.Plan.FragmentOrder.Length,
                NoiseShots = planned.NoiseShots,
                Warnings = planned.Warnings.Count == 0 ? state.Warnings : [.. state.Warnings, .. planned.Warnings],
            }),
            (JobState.Reserving, JobExecuting) => To(next with { State = JobState.Executing }),
            (JobState.Reserving or JobState.Executing, FragmentEvent fragmentEvent) => FragmentMachine.Apply(next, fragmentEvent, at),
            (JobState.Executing, JobCompleted completed) when state.ActiveFragments == 0 => To(next with { State = JobState.Completed, ResultHash = completed.ResultHash }),
            (_, JobFailed failed) => To(next with { State = JobState.Failed, Error = failed.Error }),
            (_, JobCancelled) => To(next with { State = JobState.Cancelled }),
            _ => Refuse(state, jobEvent),
        };
    }

    private static Transition<JobMachineState> Submit(JobSubmitted submitted, DateTimeOffset at) => To(new JobMachineState
    {
        State = JobState.Queued,
        Owner = submitted.Owner,
        Submission = submitted.Submission,
        Warnings = submitted.Warnings,
        CreatedAt = at,
        UpdatedAt = at,
        Deadline = submitted.Deadline,
    });

    private static Transition<JobMachineState> To(JobMachineState state) => Transition<JobMachineState>.To(state);

    private static Transition<JobMachineState> Refuse(JobMachineState state, JobEvent jobEvent)
    {
        string standing = state.State is { } word ? $"is {word.ToWord()}" : "does not exist";
        return Transition<JobMachineState>.Refuse($"A job that {standing} can't take {EventJson.Shared.NameOf(jobEvent)}.");
    }
}
