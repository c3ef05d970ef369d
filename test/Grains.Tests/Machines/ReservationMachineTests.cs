using Orleans.QuantumMesh.Grains.Abstractions;

namespace Orleans.QuantumMesh.Grains.Tests.Machines;

/// <summary>The reservation's machine, every state with every event.</summary>
public sealed class ReservationMachineTests
{
    private static readonly DateTimeOffset At = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly (ReservationState Result, ReservationEvent Event)[] Events =
    [
        (ReservationState.Requested, new ReservationRequested { Owner = "local", Request = new ReservationRequest { FragmentId = "f", ServiceId = "cnot" }, NodeId = "n", ServiceType = "cnot" }),
        (ReservationState.Prepared, new ReservationPrepared { Token = "t" }),
        (ReservationState.Committed, new ReservationCommitted()),
        (ReservationState.Executed, new ReservationExecuted()),
        (ReservationState.Rejected, new ReservationRejected { Reason = "capacity" }),
        (ReservationState.Canceled, new ReservationCanceled()),
        (ReservationState.Expired, new ReservationExpired()),
    ];

    private static readonly Dictionary<ReservationState, ReservationState[]> Allowed = new()
    {
        [ReservationState.Requested] = [ReservationState.Prepared, ReservationState.Rejected, ReservationState.Canceled, ReservationState.Expired],
        [ReservationState.Prepared] = [ReservationState.Committed, ReservationState.Rejected, ReservationState.Canceled, ReservationState.Expired],
        [ReservationState.Committed] = [ReservationState.Executed, ReservationState.Expired, ReservationState.Canceled],
        [ReservationState.Executed] = [],
        [ReservationState.Rejected] = [],
        [ReservationState.Canceled] = [],
        [ReservationState.Expired] = [],
    };

    public static TheoryData<ReservationState> States => [.. Allowed.Keys];

    [Theory]
    [MemberData(nameof(States))]
    public void Every_event_is_taken_or_refused_as_the_contract_has_it(ReservationState from)
    {
        ReservationMachineState state = Reach(from);

        foreach ((ReservationState result, ReservationEvent reservationEvent) in Events)
        {
            Transition<ReservationMachineState> transition = ReservationMachine.Apply(state, reservationEvent, At);
            Assert.Equal(!Allowed[from].Contains(result), transition.IsRefused);
            if (!transition.IsRefused)
            {
                Assert.Equal(result, transition.State!.State);
            }
        }
    }

    [Fact]
    public void Only_a_request_begins_a_reservation()
    {
        foreach ((ReservationState result, ReservationEvent reservationEvent) in Events)
        {
            Assert.Equal(result != ReservationState.Requested, ReservationMachine.Apply(ReservationMachineState.None, reservationEvent, At).IsRefused);
        }
    }

    private static ReservationMachineState Reach(ReservationState target)
    {
        ReservationState[] path = target switch
        {
            ReservationState.Requested => [ReservationState.Requested],
            ReservationState.Prepared => [ReservationState.Requested, ReservationState.Prepared],
            ReservationState.Committed => [ReservationState.Requested, ReservationState.Prepared, ReservationState.Committed],
            ReservationState.Executed => [ReservationState.Requested, ReservationState.Prepared, ReservationState.Committed, ReservationState.Executed],
            _ => [ReservationState.Requested, target],
        };
        return path.Aggregate(ReservationMachineState.None, (state, step) => ReservationMachine.Apply(state, Events.Single(pair => pair.Result == step).Event, At).State!);
    }
}
