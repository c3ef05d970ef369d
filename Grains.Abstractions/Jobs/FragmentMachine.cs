using System.Collections.Immutable;
using Orleans.QuantumMesh.Core.Planning;

namespace Orleans.QuantumMesh.Grains.Abstractions;

/// <summary>
/// The part of <see cref="JobMachine"/> that concerns one fragment: waiting ⇄ dispatched → executed, once; or dispatched → split, after which its two parts go the same way.
/// </summary>
internal static class FragmentMachine
{
    public static Transition<JobMachineState> Apply(JobMachineState state, FragmentEvent fragmentEvent, DateTimeOffset at)
    {
        FragmentName name = FragmentName.Parse(fragmentEvent.FragmentId);
        bool known = state.Fragments.TryGetValue(fragmentEvent.FragmentId, out FragmentRun? found);
        if (!known && name.Whole is { } whole)
        {
            return Transition<JobMachineState>.Refuse($"Fragment {whole} is not split, so that {fragmentEvent.FragmentId} can't take {EventJson.Shared.NameOf(fragmentEvent)}.");
        }

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
            (FragmentPhase.Dispatched, FragmentSplit split) when isCurrent && split.ExecutionId == run.ExecutionId && IsInTwo(run, split) => Split(run, split),
            (_, FragmentSuperseded superseded) when known && (run.Phase == FragmentPhase.Waiting || superseded.ExecutionId != run.ExecutionId) => run,
            _ => null,
        };
        if (next is null)
        {
            return Transition<JobMachineState>.Refuse(
                $"Fragment {fragmentEvent.FragmentId} is {run.Phase.ToString().ToLowerInvariant()} in attempt {run.Attempt} and can't take {EventJson.Shared.NameOf(fragmentEvent)} for attempt {fragmentEvent.Attempt}.");
        }

        ImmutableDictionary<string, FragmentRun> fragments = state.Fragments.SetItem(next.FragmentId, next);
        return Transition<JobMachineState>.To(state with
        {
            State = next.Phase == FragmentPhase.Dispatched && !state.IsTerminal ? JobState.Executing : state.State,
            Fragments = fragmentEvent is FragmentSplit parted ? fragments.AddRange(Parts(name, run, parted)) : fragments,
            ActiveFragments = state.ActiveFragments + Count(next, FragmentPhase.Dispatched) - Count(run, FragmentPhase.Dispatched),
            ExecutedFragments = state.ExecutedFragments + Count(next, FragmentPhase.Executed) - Count(run, FragmentPhase.Executed),
            FurtherTurns = state.FurtherTurns + (!known && name.Turns.AsSpan().ContainsAnyExcept('1', '.') ? 1 : 0),
            FurtherParts = state.FurtherParts + (fragmentEvent is FragmentSplit ? 1 : 0),
        });
    }

    private static int Count(FragmentRun run, FragmentPhase phase) => run.Phase == phase ? 1 : 0;

    private static bool IsInTwo(FragmentRun run, FragmentSplit split) =>
        split.FirstOperations > 0 && split.FirstOperations < split.Operations && (run.Span is null || run.Span.Count == split.Operations);

    // A part goes on with the attempts of the whole, so that an attempt's number says how often a node was asked for its operations.
    private static KeyValuePair<string, FragmentRun>[] Parts(FragmentName name, FragmentRun run, FragmentSplit split)
    {
        int start = run.Span?.Start ?? 0;
        (string first, string second) = name.Parts;
        return [Part(first, start, split.FirstOperations), Part(second, start + split.FirstOperations, split.Operations - split.FirstOperations)];

        KeyValuePair<string, FragmentRun> Part(string id, int from, int count) =>
            new(id, new FragmentRun { FragmentId = id, Attempt = split.Attempt, Span = new OperationSpan(from, count) });
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

    private static FragmentRun Split(FragmentRun run, FragmentSplit split) => run with
    {
        Phase = FragmentPhase.Split,
        Tried = run.Tried.Add(new FragmentTry(split.NodeId, split.Attempt, FragmentStatus.Failed, split.Error)),
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
