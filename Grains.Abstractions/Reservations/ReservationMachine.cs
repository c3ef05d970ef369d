namespace Orleans.QuantumMesh.Grains.Abstractions;

/// <summary>A reservation's machine: REQUESTED → PREPARED → COMMITTED → EXECUTED | EXPIRED | CANCELED; REQUESTED and PREPARED → REJECTED | CANCELED | EXPIRED.</summary>
public static class ReservationMachine
{
    /// <summary>The state after an event that happened at a time, or why it may not happen.</summary>
    public static Transition<ReservationMachineState> Apply(ReservationMachineState state, ReservationEvent reservationEvent, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(reservationEvent);
        ReservationMachineState next = state with { LastEventAt = at };
        return (state.State, reservationEvent) switch
        {
            (null, ReservationRequested requested) => To(next with
            {
                State = ReservationState.Requested,
                Owner = requested.Owner,
                Request = requested.Request,
                NodeId = requested.NodeId,
                ServiceType = requested.ServiceType,
                CreatedAt = at,
            }),
            (ReservationState.Requested, ReservationPrepared prepared) => To(next with
            {
                State = ReservationState.Prepared,
                Token = prepared.Token,
                NodeId = prepared.NodeId ?? state.NodeId,
                ExpiresAt = Expiry(state, at),
            }),
            (ReservationState.Prepared, ReservationCommitted) => To(next with { State = ReservationState.Committed, ExpiresAt = Expiry(state, at) }),
            (ReservationState.Committed, ReservationExecuted) => To(next with { State = ReservationState.Executed, ExpiresAt = null }),
            (ReservationState.Requested or ReservationState.Prepared, ReservationRejected rejected) => To(next with { State = ReservationState.Rejected, Reason = rejected.Reason, ExpiresAt = null }),
            (ReservationState.Requested or ReservationState.Prepared or ReservationState.Committed, ReservationCanceled canceled) => To(next with { State = ReservationState.Canceled, Reason = canceled.Reason, ExpiresAt = null }),
            (ReservationState.Requested or ReservationState.Prepared or ReservationState.Committed, ReservationExpired) => To(next with { State = ReservationState.Expired, ExpiresAt = null }),
            _ => Transition<ReservationMachineState>.Refuse(
                $"A reservation that {(state.State is { } word ? $"is {word.ToWord()}" : "does not exist")} can't take {EventJson.Shared.NameOf(reservationEvent)}."),
        };
    }

    private static DateTimeOffset Expiry(ReservationMachineState state, DateTimeOffset at) => at.AddSeconds(state.Request!.TtlSeconds);

    private static Transition<ReservationMachineState> To(ReservationMachineState state) => Transition<ReservationMachineState>.To(state);
}
