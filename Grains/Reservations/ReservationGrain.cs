using System.Globalization;
using Microsoft.Extensions.Logging;
using Orleans.QuantumMesh.Core.Planning;
using Orleans.QuantumMesh.Grains.Abstractions;
using Orleans.QuantumMesh.Storage;

namespace Orleans.QuantumMesh.Grains;

/// <summary>A reservation that a client made: it holds a slot on its node until it is canceled or its time is up. Those of jobs are shown from the jobs' events.</summary>
internal sealed class ReservationGrain : Grain, IReservationGrain
{
    private readonly GrainsOptions options;
    private readonly IJournal journal;
    private readonly IReadModels readModels;
    private readonly MeshView mesh;
    private readonly SnapshotSaver<ReservationMachineState> snapshots;
    private readonly string reservationId;
    private ReservationMachineState state = ReservationMachineState.None;
    private long sequence;

    public ReservationGrain(
        IGrainContext context,
        [PersistentState("reservation", GrainStorageNames.Grains)] IPersistentState<Snapshot<ReservationMachineState>> snapshot,
        GrainsOptions options,
        IJournal journal,
        IReadModels readModels,
        MeshView mesh,
        ILogger<ReservationGrain> logger)
    {
        snapshots = new SnapshotSaver<ReservationMachineState>(snapshot, options.SnapshotDelay, options.TimeProvider, logger);
        this.options = options;
        this.journal = journal;
        this.readModels = readModels;
        this.mesh = mesh;
        reservationId = context.GrainId.Key.ToString()!;
    }

    private IMeshBridge Bridge => GrainFactory.GetGrain<IMeshBridge>(0);

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        (sequence, ReservationMachineState? known, IEnumerable<RecordedEvent> later) = await snapshots.ReadAsync(journal, StreamNames.OfReservation(reservationId), cancellationToken);
        state = known ?? state;
        foreach (RecordedEvent recorded in later)
        {
            state = ReservationMachine.Apply(state, EventJson.Shared.Read<ReservationEvent>(recorded.Type, recorded.Payload), recorded.OccurredAt).State!;
            sequence = recorded.Sequence;
        }
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => snapshots.FlushAsync();

    public async Task<Outcome<ReservationDocument>> Create(ReservationRequest request, Caller caller)
    {
        if (state.State is not null)
        {
            if (options.TimeProvider.GetUtcNow() - state.CreatedAt >= IdempotencyRecord.Lifetime)
            {
                // The key has ended: what it makes now is another reservation, and again found by the key.
                return await GrainFactory.GetGrain<IReservationGrain>(ReservationKeys.After(reservationId)).Create(request, caller);
            }

            return state.Owner != caller.Owner || state.Request != request
                ? Problem.IdempotencyConflict("The idempotency key was used for another reservation.")
                : await RepeatedAsync();
        }

        if (Check(request) is { } problem)
        {
            return problem;
        }

        NodeOffer[] candidates = Candidates(request);
        if (candidates.Length == 0)
        {
            string node = request.NodeId is { } named ? $" {named}" : string.Empty;
            string fidelity = request.MinFidelity > 0 ? string.Create(CultureInfo.InvariantCulture, $" with a fidelity of at least {request.MinFidelity}") : string.Empty;
            return Problem.Conflict($"No live node{node} offers {request.ServiceType}{fidelity}.");
        }

        await AppendAsync(new ReservationRequested { Owner = caller.Owner, Request = request, NodeId = candidates[0].NodeId, ServiceType = request.ServiceType });
        return await TakeAsync(candidates);
    }

    public async Task<Outcome<ReservationDocument>> Get(Caller caller)
    {
        await ExpireAsync();
        if (state.State is not null)
        {
            return caller.IsOperator || caller.Owner == state.Owner ? Document() : Missing();
        }

        return await OfJobAsync(caller) is { } document ? document : Missing();
    }

    public async Task<Outcome<ReservationDocument>> Cancel(string? reason, Caller caller)
    {
        await ExpireAsync();
        if (state.State is null)
        {
            return await OfJobAsync(caller) is { } document
                ? Problem.Conflict(document.IsTerminal ? $"{reservationId} is {document.State.ToWord()} already." : $"{reservationId} is held by {document.JobId}; cancel the job.")
                : Missing();
        }

        if (!caller.IsOperator && caller.Owner != state.Owner)
        {
            return Missing();
        }

        if (Document().IsTerminal)
        {
            return Problem.Conflict($"{reservationId} is {state.State.Value.ToWord()} already.");
        }

        string? token = state.Token;
        await AppendAsync(new ReservationCanceled { Reason = reason });
        if (token is not null)
        {
            await Bridge.ReserveAsync(state.NodeId, Call("cancel", token));
        }

        return Document();
    }

    // A coordinator that went down in between left a request or a prepared slot behind: the same call goes on with it.
    private async Task<Outcome<ReservationDocument>> RepeatedAsync()
    {
        await ExpireAsync();
        return state.State switch
        {
            ReservationState.Requested => await TakeAsync(Candidates(state.Request!)),
            ReservationState.Prepared => await CommitAsync(),
            ReservationState.Rejected => Problem.Conflict($"{reservationId} was refused: {state.Reason}. Another attempt needs another idempotency key."),
            _ => Document() with { Repeated = true },
        };
    }

    // The first node that has a slot; each refusal is named.
    private async Task<Outcome<ReservationDocument>> TakeAsync(NodeOffer[] candidates)
    {
        List<(string NodeId, ReservationReply Reply)> refusals = [];
        foreach (NodeOffer candidate in candidates)
        {
            ReservationReply prepared = await Bridge.ReserveAsync(candidate.NodeId, Call("prepare", null));
            if (prepared is { Status: CallStatus.Answered, State: "PREPARED" or "COMMITTED", ReservationToken: { } token })
            {
                await AppendAsync(new ReservationPrepared { Token = token, NodeId = candidate.NodeId == state.NodeId ? null : candidate.NodeId });
                return await CommitAsync();
            }

            refusals.Add((candidate.NodeId, prepared));
        }

        return await RefusedAsync(refusals);
    }

    private async Task<Outcome<ReservationDocument>> CommitAsync()
    {
        ReservationReply committed = await Bridge.ReserveAsync(state.NodeId, Call("commit", state.Token));
        if (committed is not { Status: CallStatus.Answered, State: "COMMITTED" })
        {
            return await RefusedAsync([(state.NodeId, committed)]);
        }

        await AppendAsync(new ReservationCommitted());
        return Document();
    }

    private static Problem? Check(ReservationRequest request)
    {
        var faults = new List<ProblemItem>();
        if (string.IsNullOrWhiteSpace(request.FragmentId))
        {
            faults.Add(new ProblemItem("fragment_id", "fragment_id is empty.", "required"));
        }

        if (string.IsNullOrWhiteSpace(request.ServiceId))
        {
            faults.Add(new ProblemItem("service_id", "service_id is empty.", "required"));
        }

        if (request.TtlSeconds is < 5 or > 86_400)
        {
            faults.Add(new ProblemItem("ttl_seconds", $"ttl_seconds is from 5 to 86400, not {request.TtlSeconds}.", "out_of_range"));
        }

        if (request.MinFidelity is not (>= 0 and <= 1))
        {
            faults.Add(new ProblemItem("min_fidelity", "min_fidelity is from 0 to 1.", "out_of_range"));
        }

        return faults.Count == 0 ? null : Problem.Validation(faults[0].Message, faults);
    }

    // Free ones first, then the higher fidelity, then the id.
    private NodeOffer[] Candidates(ReservationRequest request) =>
    [
        .. mesh.Nodes().Nodes
            .Where(node => !node.IsStale && node.IsEnrolled && node.Health != NodeHealth.Draining && (request.NodeId is null || node.NodeId == request.NodeId))
            .Select(node => (Node: node, Service: node.Services.FirstOrDefault(service => service.ServiceType == request.ServiceType && service.Availability)))
            .Where(pair => pair.Service is { } service && service.Fidelity >= request.MinFidelity)
            .OrderBy(pair => pair.Node.SlotsTaken >= pair.Node.Capacity)
            .ThenByDescending(pair => pair.Service!.Fidelity)
            .ThenBy(pair => pair.Node.NodeId, StringComparer.Ordinal)
            .Select(pair => pair.Node),
    ];

    private async Task<Outcome<ReservationDocument>> RefusedAsync(IReadOnlyList<(string NodeId, ReservationReply Reply)> refusals)
    {
        (string NodeId, string Reason)[] reasons = [.. refusals.Select(refusal => (refusal.NodeId, refusal.Reply.Reason ?? refusal.Reply.Error ?? refusal.Reply.State ?? "no answer"))];
        if (reasons.Length == 0)
        {
            reasons = [(state.NodeId, "no live node offers the service any more")];
        }

        await AppendAsync(new ReservationRejected { Reason = reasons[0].Reason });
        string window = refusals.Min(refusal => refusal.Reply.NextFreeInMs) is { } milliseconds ? $"; the next slot is free in about {milliseconds} ms" : string.Empty;
        return Problem.Conflict($"No slot was given: {string.Join(", ", reasons.Select(refusal => $"{refusal.Reason} at {refusal.NodeId}"))}{window}.");
    }

    private async Task ExpireAsync()
    {
        if (state.ExpiresAt is { } expiry && options.TimeProvider.GetUtcNow() >= expiry)
        {
            await AppendAsync(new ReservationExpired());
        }
    }

    private async Task AppendAsync(ReservationEvent reservationEvent)
    {
        var journalEvent = new JournalEvent(EventJson.Shared.NameOf(reservationEvent), EventJson.Shared.Write(reservationEvent), options.TimeProvider.GetUtcNow());
        Transition<ReservationMachineState> transition = ReservationMachine.Apply(state, reservationEvent, journalEvent.OccurredAt);
        if (transition.IsRefused)
        {
            throw new InvalidOperationException($"{reservationId}: {transition.Refusal}");
        }

        ReservationMachineState next = transition.State!;
        var row = new ReservationEventRow(reservationId, null, next.Request!.FragmentId, next.NodeId, next.State!.Value.ToWord(), null, journalEvent.OccurredAt);
        await journal.AppendAsync(new JournalBatch(StreamNames.OfReservation(reservationId), sequence + 1, [journalEvent]) { Changes = [new InsertReservationEvent(row)] });
        sequence++;
        state = next;
        snapshots.Save(sequence, state);
    }

    private ReservationCall Call(string action, string? token) => new()
    {
        Action = action,
        ReservationId = reservationId,
        ReservationToken = token,
        JobId = state.Request!.WorkflowRunId,
        FragmentId = state.Request.FragmentId,
        ServiceType = state.ServiceType,
        Qubits = 1,
        Depth = 1,
        MinFidelity = state.Request.MinFidelity,
        TtlMs = state.Request.TtlSeconds * 1000,
    };

    private Problem Missing() => Problem.NotFound($"There is no reservation {reservationId}.");

    private ReservationDocument Document() => new()
    {
        ReservationId = reservationId,
        State = state.State!.Value,
        WorkflowRunId = state.Request!.WorkflowRunId,
        FragmentId = state.Request.FragmentId,
        ServiceId = state.Request.ServiceId,
        RequestingPeerId = state.Request.RequestingPeerId,
        NodeId = state.NodeId,
        MinFidelity = state.Request.MinFidelity,
        TtlSeconds = state.Request.TtlSeconds,
        CreatedAt = state.CreatedAt,
        LastEventAt = state.LastEventAt,
        Reason = state.Reason,
    };

    private async Task<ReservationDocument?> OfJobAsync(Caller caller)
    {
        IReadOnlyList<ReservationEventRow> rows = await readModels.ListReservationEventsAsync(reservationId);
        if (rows.Count == 0 || rows[^1].JobId is not { } jobId
            || await readModels.GetJobAsync(jobId) is not { } job || (!caller.IsOperator && caller.Owner != job.Owner))
        {
            return null;
        }

        _ = ReservationStateNames.TryParse(rows[^1].Transition, out ReservationState last);
        return new ReservationDocument
        {
            ReservationId = reservationId,
            State = last,
            JobId = jobId,
            FragmentId = rows[^1].FragmentId,
            NodeId = rows[^1].NodeId,
            TtlSeconds = (int)options.Runtime.ReservationTtl.TotalSeconds,
            CreatedAt = rows[0].OccurredAt,
            LastEventAt = rows[^1].OccurredAt,
        };
    }
}
