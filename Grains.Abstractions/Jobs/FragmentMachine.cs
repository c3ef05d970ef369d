namespace Orleans.QuantumMesh.Grains.Abstractions;

/// <summary>The part of <see cref="JobMachine"/> that concerns one fragment: waiting ⇄ dispatched → executed, once.</summary>
internal static class FragmentMachine
{
    public static Transition<JobMachineState> Apply(JobMachineState state, FragmentEvent fragmentEvent, DateTimeOffset at)
    {
        bool known = state.Fragments.TryGetValue(fragmentEvent.FragmentId, out FragmentRun? found);
        FragmentRun run = found ?? new FragmentRun { FragmentId = fragmentEvent.FragmentId };
        bool isNext = fragmentEvent.Attempt > run.Attempt;
        bool isCurrent = fragmentEvent.Attempt == run.Attempt;
        FragmentRun? next = (run.Phase, fragmentEvent) switch
        {
            (FragmentPhase.Waiting, FragmentWaiting) when isNext => run with { WaitingSince = run.WaitingSince ?? at },
            (FragmentPhase.Waiting, FragmentDispatched dispatched) when isNext => Dispatch(run, dispatched, at),
            (FragmentPhase.Waiting, FragmentAttemptFailed failed) when isNext => Fail(run, failed),
            (FragmentPhase.Dispatched, FragmentAttemptFailed failed) when isCurrent => Fail(run, failed),
            (FragmentPhase.Dispatched, FragmentExecuted executed) when isCurrent && executed.ExecutionId == run.ExecutionId => Execute(run, executed, at),
            (_, FragmentSuperseded superseded) when known && (run.Phase == FragmentPhase.Waiting || superseded.ExecutionId != run.ExecutionId) => run,
            _ => null,
        };
        if (next is null)
        {
            return Transition<JobMachineState>.Refuse(
                $"Fragment {fragmentEvent.FragmentId} is {run.Phase.ToString().ToLowerInvariant()} in attempt {run.Attempt} and can't take {EventJson.Shared.NameOf(fragmentEvent)} for attempt {fragmentEvent.Attempt}.");
        }

        int further = known ? 0 : IsFurtherTurn(fragmentEvent.FragmentId) ? 1 : 0;
        return Transition<JobMachineState>.To(state with
        {
            State = next.Phase == FragmentPhase.Dispatched && !state.IsTerminal ? JobState.Executing : state.State,
            Fragments = state.Fragments.SetItem(next.FragmentId, next),
            ActiveFragments = state.ActiveFragments + Count(next, FragmentPhase.Dispatched) - Count(run, FragmentPhase.Dispatched),
            ExecutedFragments = state.ExecutedFragments + Count(next, FragmentPhase.Executed) - Count(run, FragmentPhase.Executed),
            FurtherTurns = state.FurtherTurns + further,
        });
    }

    private static int Count(FragmentRun run, FragmentPhase phase) => run.Phase == phase ? 1 : 0;

    private static bool IsFurtherTurn(string fragmentId)
    {
        int dot = fragmentId.IndexOf('.', StringComparison.Ordinal);
        return dot >= 0 && fragmentId.AsSpan(dot + 1).ContainsAnyExcept('1', '.');
    }

    private static FragmentRun Dispatch(FragmentRun run, FragmentDispatched dispatched, DateTimeOffset at) => run with
    {
        Phase = FragmentPhase.Dispatched,
        Attempt = dispatched.Attempt,
        NodeId = dispatched.NodeId,
        ReservationId = dispatched.ReservationId,
        ReservationToken = dispatched.ReservationToken,
        ExecutionId = dispatched.ExecutionId,
        Handoffs = dispatched.Handoffs,
        ReadyAt = run.ReadyAt ?? dispatched.ReadyAt,
        RequestedAt = dispatched.RequestedAt,
        PreparedAt = dispatched.PreparedAt,
        DispatchedAt = at,
    };

    private static FragmentRun Fail(FragmentRun run, FragmentAttemptFailed failed) => run with
    {
        Phase = FragmentPhase.Waiting,
        Attempt = failed.Attempt,
        NodeId = failed.NodeId,
        ReservationId = failed.ReservationId,
        OperationFidelity = failed.OperationFidelity ?? run.OperationFidelity,
        Tried = run.Tried.Add(new FragmentTry(failed.NodeId, failed.Attempt, failed.Status, failed.Error)),
    };

    private static FragmentRun Execute(FragmentRun run, FragmentExecuted executed, DateTimeOffset at) => run with
    {
        Phase = FragmentPhase.Executed,
        ExecutedAt = at,
        ObservedFidelity = executed.ObservedFidelity,
        OperationFidelity = executed.OperationFidelity,
        QueueMs = executed.QueueMs,
        ExecuteMs = executed.ExecuteMs,
        RoundTripMs = executed.RoundTripMs,
        Tried = run.Tried.Add(new FragmentTry(executed.NodeId, executed.Attempt, FragmentStatus.Success, null)),
    };
}
