using Orleans.QuantumMesh.Core.Planning;
using Orleans.QuantumMesh.Core.Simulation;
using Orleans.QuantumMesh.Grains.Abstractions;
using Orleans.QuantumMesh.Mesh.Protocol;
using Orleans.QuantumMesh.Storage;

namespace Orleans.QuantumMesh.Grains;

/// <summary>
/// One attempt at a fragment on one node: prepare, commit beside the journal's commit of the intent, dispatch, and the answer into the journal.
/// </summary>
internal sealed class FragmentAttempt(JobContext job, Fragment fragment, string fragmentId, string nodeId, int attempt, DateTimeOffset readyAt)
{
    private const int LongText = 65_536;

    private readonly string reservationId = ReservationKeys.For(job.JobId, fragmentId, attempt);
    private readonly string executionId = JobIds.Execution(job.JobId, job.Plan.PlanId!, fragmentId, attempt);
    private readonly DateTimeOffset startedAt = job.Services.Clock.GetUtcNow();

    private TimeProvider Clock => job.Services.Clock;

    private RuntimeOptions Runtime => job.Services.Options.Runtime;

    private TimeSpan Remaining
    {
        get
        {
            TimeSpan remaining = startedAt + Runtime.AttemptTimeout - Clock.GetUtcNow();
            return remaining > TimeSpan.Zero ? remaining : TimeSpan.Zero;
        }
    }

    /// <summary>A fresh attempt.</summary>
    public async Task<AttemptOutcome> RunAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<FragmentOperation> operations = FragmentOperations.HasRunTimeParameters(fragment, job.Program)
            ? await job.Lead.OperationsAsync(fragment, fragmentId, cancellationToken)
            : FragmentOperations.Of(fragment, job.Program, static _ => null);
        Task<ReservationReply> prepare = job.Bridge.ReserveAsync(nodeId, Reservation("prepare", null));
        ReservationReply? prepared = await WithinAsync(prepare, () => job.Reservations.ReleaseWhenPreparedAsync(prepare, reservationId, nodeId).Ignore(), cancellationToken);
        job.Services.CrashPoints.Reach(CrashPointNames.AfterPrepareSent, job.JobId);
        if (prepared is not { Status: CallStatus.Answered, ReservationToken: { } token, State: "PREPARED" or "COMMITTED" })
        {
            return await NotPreparedAsync(prepared);
        }

        job.Reservations.Opened(reservationId, nodeId, token);
        IReadOnlyList<FragmentHandoff> handoffs = job.HandoffsTo(nodeId, fragment);
        Task<ReservationReply> commit = job.Bridge.ReserveAsync(nodeId, Reservation("commit", token));
        await job.Log.AppendAsync(JournalDurability.Normal, [new FragmentDispatched
        {
            FragmentId = fragmentId,
            Attempt = attempt,
            NodeId = nodeId,
            ReservationId = reservationId,
            ReservationToken = token,
            ExecutionId = executionId,
            Handoffs = handoffs,
            ReadyAt = readyAt,
            RequestedAt = startedAt,
            PreparedAt = Clock.GetUtcNow(),
        }]);
        ReservationReply? committed = await WithinAsync(commit, null, cancellationToken);
        job.Services.CrashPoints.Reach(CrashPointNames.AfterIntent, job.JobId);
        if (committed is not { Status: CallStatus.Answered, State: "COMMITTED" })
        {
            return await NotCommittedAsync(committed);
        }

        return await DispatchAsync(Call(token, operations, handoffs), cancellationToken);
    }

    /// <summary>An attempt whose intent was committed before a crash: the node is asked for the same execution.</summary>
    public async Task<AttemptOutcome> ResumeAsync(FragmentRun run, CancellationToken cancellationToken)
    {
        IReadOnlyList<FragmentOperation> operations = FragmentOperations.HasRunTimeParameters(fragment, job.Program)
            ? await job.Lead.OperationsAsync(fragment, fragmentId, cancellationToken)
            : FragmentOperations.Of(fragment, job.Program, static _ => null);
        string token = run.ReservationToken!;
        job.Reservations.Opened(reservationId, nodeId, token);

        // The slot may have gone since; a node that has executed still gives its answer to the token, so it is asked in any case.
        await WithinAsync(job.Bridge.ReserveAsync(nodeId, Reservation("commit", token)), null, cancellationToken);
        return await DispatchAsync(Call(token, operations, run.Handoffs), cancellationToken);
    }

    private async Task<AttemptOutcome> DispatchAsync(FragmentCall call, CancellationToken cancellationToken)
    {
        DateTimeOffset committedAt = Clock.GetUtcNow();
        Task<FragmentReply> dispatch = job.Bridge.DispatchAsync(nodeId, call);
        FragmentReply? reply = await WithinAsync(dispatch, () => RecordLateAsync(dispatch).Ignore(), cancellationToken);
        switch (reply?.Status)
        {
            case null or CallStatus.TimedOut:
                job.Reservations.Release(reservationId);
                return await FailAsync(AttemptOutcome.Retry(FragmentStatus.Timeout, $"no answer within {Runtime.AttemptTimeout.TotalMilliseconds:0} ms"), ReservationState.Canceled);
            case CallStatus.Dropped:
                job.Reservations.Release(reservationId);
                return await FailAsync(AttemptOutcome.NextNode(FragmentStatus.NodeDrop, reply.Error ?? "the connection ended"), ReservationState.Canceled);
            case CallStatus.TooLarge:
                return await TooLargeAsync(reply.Error ?? "the request is larger than a frame");
            case CallStatus.Invalid:
                job.Reservations.Release(reservationId);
                return await FailAsync(AttemptOutcome.NextNode(FragmentStatus.Failed, reply.Error ?? "the answer's signature or form is wrong"), ReservationState.Canceled);
            default:
                return await AnsweredAsync(reply, committedAt, cancellationToken);
        }
    }

    private async Task<AttemptOutcome> AnsweredAsync(FragmentReply reply, DateTimeOffset committedAt, CancellationToken cancellationToken)
    {
        string text = reply.AnswerText!;

        // The bridge has held signature and content against the dispatch already.
        NodeAnswer answer = text.Length > LongText
            ? await job.Services.Compute.Quick(_ => NodeAnswerJson.Read(text), cancellationToken)
            : NodeAnswerJson.Read(text);
        if (answer is { Status: "failed", Reason: "size" })
        {
            return await TooLargeAsync(answer.Error ?? "the answer is larger than a frame");
        }

        job.Reservations.Closed(reservationId);
        switch (answer.Status)
        {
            case "rejected":
                return await FailAsync(AttemptOutcome.Retry(FragmentStatus.Rejected, answer.Reason ?? answer.Error ?? "refused"), ReservationState.Canceled);
            case "failed":
                return await FailAsync(AttemptOutcome.Retry(FragmentStatus.Failed, answer.Error ?? answer.Reason ?? "failed"), ReservationState.Canceled);
            default:
                break;
        }

        double operationFidelity = answer.OperationFidelity ?? 1;
        job.Services.Observations.Answered(nodeId, reply.RoundTripMs, operationFidelity);
        if (operationFidelity < job.Submission.MinFidelity)
        {
            string error = string.Create(
                System.Globalization.CultureInfo.InvariantCulture,
                $"operation fidelity {operationFidelity:0.######} is below {job.Submission.MinFidelity:0.######}");
            return await FailAsync(AttemptOutcome.NextNode(FragmentStatus.QualityDegraded, error), ReservationState.Executed, operationFidelity);
        }

        job.Services.CrashPoints.Reach(CrashPointNames.AfterAnswerBeforeCommit, job.JobId);
        var executed = new FragmentExecuted
        {
            FragmentId = fragmentId,
            Attempt = attempt,
            NodeId = nodeId,
            ExecutionId = executionId,
            AnswerText = text,
            Signature = reply.Signature!,
            ObservedFidelity = answer.ObservedFidelity ?? 1,
            OperationFidelity = operationFidelity,
            QueueMs = answer.QueueMs,
            ExecuteMs = answer.ExecuteMs,
            RoundTripMs = reply.RoundTripMs,
            CommittedAt = committedAt,
        };
        job.Lead.Parsed(fragmentId, answer);
        await job.Log.AppendAsync(
            JournalDurability.Normal,
            [executed],
            new InsertFidelitySample(new FidelitySampleRow(nodeId, fragment.ServiceType, operationFidelity, "observed", true, Clock.GetUtcNow())));
        return AttemptOutcome.Done;
    }

    // No fault of the node's: it is asked for the halves, or left without a word against it where there is nothing to halve.
    private async Task<AttemptOutcome> TooLargeAsync(string error)
    {
        // The answer frees the slot; the node whose request was never sent still holds it.
        job.Reservations.Release(reservationId);
        int operations = fragment.OperationIds.Length;
        if (operations == 1)
        {
            string alone = string.Create(
                System.Globalization.CultureInfo.InvariantCulture,
                $"size: one operation, {fragment.OperationIds[0]}, with {job.Shots} noise shots is too large by itself and can't be split: {error}");
            return await FailAsync(AttemptOutcome.NextNode(FragmentStatus.Failed, alone), ReservationState.Canceled, isNodesFault: false);
        }

        job.Services.CrashPoints.Reach(CrashPointNames.AfterAnswerBeforeCommit, job.JobId);
        await job.Log.AppendAsync(JournalDurability.Normal, [new FragmentSplit
        {
            FragmentId = fragmentId,
            Attempt = attempt,
            NodeId = nodeId,
            Error = $"size: {error}",
            ReservationId = reservationId,
            ExecutionId = executionId,
            Operations = operations,
            FirstOperations = operations / 2,
        }]);
        job.Services.CrashPoints.Reach(CrashPointNames.AfterSplit, job.JobId);
        return AttemptOutcome.Split;
    }

    private Task<AttemptOutcome> NotPreparedAsync(ReservationReply? reply) => reply switch
    {
        null or { Status: CallStatus.TimedOut } => FailAsync(
            AttemptOutcome.Retry(FragmentStatus.Timeout, $"the reservation was not answered within {Runtime.AttemptTimeout.TotalMilliseconds:0} ms"), ReservationState.Canceled),
        { Status: CallStatus.Dropped } => FailAsync(AttemptOutcome.NextNode(FragmentStatus.NodeDrop, reply.Error ?? "the connection ended"), ReservationState.Canceled),
        { Status: CallStatus.Invalid } => FailAsync(AttemptOutcome.NextNode(FragmentStatus.Failed, reply.Error ?? "the answer has the wrong form"), ReservationState.Canceled),
        { State: "REJECTED", Reason: "capacity" } => Task.FromResult(
            AttemptOutcome.Wait(reply.NextFreeInMs is { } milliseconds ? TimeSpan.FromMilliseconds(milliseconds) : null)),
        { State: "REJECTED" } => FailAsync(AttemptOutcome.Retry(FragmentStatus.Rejected, reply.Reason ?? "refused"), ReservationState.Rejected),
        _ => FailAsync(AttemptOutcome.Retry(FragmentStatus.Rejected, $"the reservation is {reply.State}"), ReservationState.Expired),
    };

    private Task<AttemptOutcome> NotCommittedAsync(ReservationReply? reply)
    {
        job.Reservations.Release(reservationId);
        return reply switch
        {
            null or { Status: CallStatus.TimedOut } => FailAsync(AttemptOutcome.Retry(FragmentStatus.Timeout, "the reservation's commit was not answered in time"), ReservationState.Canceled),
            { Status: CallStatus.Dropped } => FailAsync(AttemptOutcome.NextNode(FragmentStatus.NodeDrop, reply.Error ?? "the connection ended"), ReservationState.Canceled),
            { Status: CallStatus.Invalid } => FailAsync(AttemptOutcome.NextNode(FragmentStatus.Failed, reply.Error ?? "the answer has the wrong form"), ReservationState.Canceled),
            _ => FailAsync(AttemptOutcome.Retry(FragmentStatus.Rejected, reply.Reason ?? $"the reservation is {reply.State}"), reply.State == "EXPIRED" ? ReservationState.Expired : ReservationState.Canceled),
        };
    }

    private async Task<AttemptOutcome> FailAsync(AttemptOutcome outcome, ReservationState reservation, double? operationFidelity = null, bool isNodesFault = true)
    {
        if (isNodesFault)
        {
            job.Services.Observations.Failed(nodeId);
        }

        await job.Log.AppendAsync(JournalDurability.Normal, [new FragmentAttemptFailed
        {
            FragmentId = fragmentId,
            Attempt = attempt,
            NodeId = nodeId,
            Status = outcome.Status,
            Error = outcome.Error!,
            ReservationId = reservationId,
            Reservation = reservation,
            OperationFidelity = operationFidelity,
        }]);
        return outcome;
    }

    private async Task RecordLateAsync(Task<FragmentReply> dispatch)
    {
        FragmentReply reply = await dispatch;
        if (reply is { Status: CallStatus.Answered, AnswerText: { } text, Signature: { } signature } && job.Log.Fault is null)
        {
            await job.Log.AppendAsync(JournalDurability.Normal, [new FragmentSuperseded
            {
                FragmentId = fragmentId,
                Attempt = attempt,
                NodeId = nodeId,
                ExecutionId = executionId,
                AnswerText = text,
                Signature = signature,
            }]);
        }
    }

    // The value, or null when the attempt's time is over; whoever is left waiting for the call is told.
    private async Task<T?> WithinAsync<T>(Task<T> call, Action? abandoned, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            return await call.WaitAsync(Remaining, Clock, cancellationToken);
        }
        catch (TimeoutException)
        {
            abandoned?.Invoke();
            return null;
        }
        catch (OperationCanceledException)
        {
            abandoned?.Invoke();
            throw;
        }
    }

    private ReservationCall Reservation(string action, string? token) => new()
    {
        Action = action,
        ReservationId = reservationId,
        ReservationToken = token,
        JobId = job.JobId,
        FragmentId = fragmentId,
        ServiceType = fragment.ServiceType,
        Qubits = fragment.Qubits.Length,
        Depth = fragment.Depth,
        MinFidelity = job.Submission.MinFidelity,
        Priority = job.Submission.Priority,
        TtlMs = (int)Runtime.ReservationTtl.TotalMilliseconds,
        TimeoutMs = (int)Runtime.AttemptTimeout.TotalMilliseconds,
        TraceParent = job.TraceParent,
    };

    private FragmentCall Call(string token, IReadOnlyList<FragmentOperation> operations, IReadOnlyList<FragmentHandoff> handoffs) => new()
    {
        ExecutionId = executionId,
        ReservationToken = token,
        JobId = job.JobId,
        PlanId = job.Plan.PlanId!,
        FragmentId = fragmentId,
        Attempt = attempt,
        ServiceType = fragment.ServiceType,
        Qubits = fragment.Qubits,
        Operations = operations,
        Handoffs = handoffs,
        Shots = job.Shots,
        Seed = JobIds.Seed(job.Submission.Seed, fragmentId, attempt),
        MinFidelity = job.Submission.MinFidelity,
        TimeoutMs = (int)(Runtime.AttemptTimeout + Runtime.LateAnswerWindow).TotalMilliseconds,
        TraceParent = job.TraceParent,
    };
}
