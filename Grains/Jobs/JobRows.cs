using System.Globalization;
using System.Text.Json;
using Orleans.QuantumMesh.Grains.Abstractions;
using Orleans.QuantumMesh.Storage;

namespace Orleans.QuantumMesh.Grains;

/// <summary>Which read-model rows follow from a job's event; used when it is appended and when the read models are rebuilt.</summary>
internal static class JobRows
{
    private const int PreviewLength = 120;

    /// <summary>The job's own row.</summary>
    public static UpsertJob Job(string jobId, JobMachineState state) => new(new JobRecord(
        jobId,
        state.Owner,
        state.State!.Value.ToWord(),
        state.PlanId,
        state.Submission!.Label,
        state.Error,
        JsonSerializer.Serialize(state.Progress, EventJson.Shared.Options),
        Preview(state.Submission.Circuit),
        state.ResultHash is not null,
        state.Submission.Priority,
        state.Deadline,
        null,
        state.CreatedAt,
        state.UpdatedAt));

    /// <summary>The other rows, in order. <paramref name="before"/> is the state that the event found.</summary>
    public static IEnumerable<RowChange> Of(string jobId, JobMachineState before, JobEvent jobEvent, DateTimeOffset at) => jobEvent switch
    {
        JobPlanned planned => [new InsertExecutionPlan(new ExecutionPlanRow(
            planned.Plan.PlanId!, jobId, planned.Plan.Revision, planned.Plan.ContentHash, planned.Plan.QualitySnapshotId, PlanDocuments.Write(planned.Plan), at))],
        FragmentWaiting waiting => [Execution(jobId, waiting, null, "waiting", null, at)],
        FragmentDispatched dispatched =>
        [
            Reservation(jobId, dispatched.ReservationId, dispatched, ReservationState.Requested, null, dispatched.RequestedAt),
            Reservation(jobId, dispatched.ReservationId, dispatched, ReservationState.Prepared, null, dispatched.PreparedAt),
            Execution(jobId, dispatched, dispatched.ExecutionId, "dispatched", null, at),
        ],
        FragmentExecuted executed =>
        [
            Reservation(jobId, before.Fragments[executed.FragmentId].ReservationId!, executed, ReservationState.Committed, null, executed.CommittedAt),
            Reservation(jobId, before.Fragments[executed.FragmentId].ReservationId!, executed, ReservationState.Executed, null, at),
            Execution(jobId, executed, executed.ExecutionId, "completed", Metrics(executed), at),
        ],
        FragmentAttemptFailed failed =>
        [
            Reservation(jobId, failed.ReservationId, failed, failed.Reservation, failed.Error, at),
            Execution(jobId, failed, null, failed.Status.ToWord().ToLowerInvariant(), Text("error", failed.Error), at),
        ],
        FragmentSplit split =>
        [
            Reservation(jobId, split.ReservationId, split, ReservationState.Canceled, split.Error, at),
            Execution(jobId, split, split.ExecutionId, "split", Text("error", split.Error), at),
        ],
        FragmentSuperseded superseded => [Execution(jobId, superseded, superseded.ExecutionId, "superseded", null, at)],
        JobFailed failed => Released(jobId, before, failed.Error, at),
        JobCancelled cancelled => Released(jobId, before, $"cancelled by {cancelled.By}", at),
        _ => [],
    };

    private static IEnumerable<RowChange> Released(string jobId, JobMachineState before, string reason, DateTimeOffset at) =>
        before.Fragments.Values
            .Where(run => run.Phase == FragmentPhase.Dispatched)
            .OrderBy(run => run.FragmentId, StringComparer.Ordinal)
            .Select(run => new InsertReservationEvent(new ReservationEventRow(
                run.ReservationId!, jobId, run.FragmentId, run.NodeId!, ReservationState.Canceled.ToWord(), Text("reason", reason), at)));

    private static InsertReservationEvent Reservation(
        string jobId, string reservationId, FragmentEvent fragmentEvent, ReservationState state, string? reason, DateTimeOffset at) =>
        new(new ReservationEventRow(
            reservationId, jobId, fragmentEvent.FragmentId, fragmentEvent.NodeId, state.ToWord(), reason is null ? null : Text("reason", reason), at));

    private static InsertExecutionEvent Execution(
        string jobId, FragmentEvent fragmentEvent, string? executionId, string transition, string? detail, DateTimeOffset at) =>
        new(new ExecutionEventRow(
            jobId, fragmentEvent.FragmentId, fragmentEvent.Attempt, fragmentEvent.NodeId, executionId, transition, transition == "completed", detail, at));

    private static string Metrics(FragmentExecuted executed) => string.Create(
        CultureInfo.InvariantCulture,
        $"{{\"observed_fidelity\":{executed.ObservedFidelity:R},\"operation_fidelity\":{executed.OperationFidelity:R},\"queue_ms\":{executed.QueueMs:R},\"execute_ms\":{executed.ExecuteMs:R},\"round_trip_ms\":{executed.RoundTripMs:R}}}");

    private static string Text(string name, string value) => $"{{\"{name}\":{JsonSerializer.Serialize(value)}}}";

    private static string Preview(string circuit)
    {
        if (circuit.Length <= PreviewLength)
        {
            return circuit;
        }

        int end = char.IsHighSurrogate(circuit[PreviewLength - 1]) ? PreviewLength - 1 : PreviewLength;
        return circuit[..end];
    }
}
