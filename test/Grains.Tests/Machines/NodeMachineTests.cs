using Orleans.QuantumMesh.Grains.Abstractions;

namespace Orleans.QuantumMesh.Grains.Tests.Machines;

/// <summary>The service node's machine, every state with every event.</summary>
public sealed class NodeMachineTests
{
    private static readonly DateTimeOffset At = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static TheoryData<NodeState, string, NodeState?> Table => new()
    {
        { NodeState.Unknown, "advertised", NodeState.Live },
        { NodeState.Unknown, "heard", null },
        { NodeState.Unknown, "missed", null },
        { NodeState.Unknown, "forgotten", null },
        { NodeState.Restored, "advertised", NodeState.Live },
        { NodeState.Restored, "heard", NodeState.Live },
        { NodeState.Restored, "missed", NodeState.Stale },
        { NodeState.Restored, "forgotten", null },
        { NodeState.Live, "advertised", NodeState.Live },
        { NodeState.Live, "heard", null },
        { NodeState.Live, "missed", NodeState.Stale },
        { NodeState.Live, "forgotten", null },
        { NodeState.Stale, "advertised", NodeState.Rejoined },
        { NodeState.Stale, "heard", NodeState.Rejoined },
        { NodeState.Stale, "missed", null },
        { NodeState.Stale, "forgotten", NodeState.Unknown },
        { NodeState.Rejoined, "advertised", NodeState.Rejoined },
        { NodeState.Rejoined, "heard", null },
        { NodeState.Rejoined, "missed", NodeState.Stale },
        { NodeState.Rejoined, "forgotten", null },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void Every_event_is_taken_or_refused_as_the_table_has_it(NodeState from, string name, NodeState? to)
    {
        Transition<NodeMachineState> transition = NodeMachine.Apply(Reach(from), Event(name, 10), At);

        Assert.Equal(to is null, transition.IsRefused);
        if (to is { } expected)
        {
            Assert.Equal(expected, transition.State!.State);
        }
    }

    [Fact]
    public void An_advertisement_that_is_not_newer_is_refused()
    {
        NodeMachineState live = Reach(NodeState.Live);

        Assert.True(NodeMachine.Apply(live, Event("advertised", 1), At).IsRefused);
    }

    private static NodeMachineState Reach(NodeState state)
    {
        NodeMachineState live = NodeMachine.Apply(NodeMachineState.None, Event("advertised", 1), At).State!;
        return state switch
        {
            NodeState.Unknown => NodeMachineState.None,
            NodeState.Live => live,
            NodeState.Restored => live.Restore(),
            NodeState.Stale => NodeMachine.Apply(live, new NodeMissed(), At).State!,
            _ => NodeMachine.Apply(NodeMachine.Apply(live, new NodeMissed(), At).State!, new NodeHeard(), At).State!,
        };
    }

    private static NodeEvent Event(string name, long sequence) => name switch
    {
        "advertised" => new NodeAdvertised
        {
            Advertisement = new NodeAdvertisement
            {
                NodeId = "n",
                Sequence = sequence,
                EmittedAt = At,
                ListenAddresses = [],
                TrustTier = "platform_managed",
                Capacity = 1,
                LinkFidelity = 1,
                Services = [],
            },
        },
        "heard" => new NodeHeard(),
        "missed" => new NodeMissed(),
        _ => new NodeForgotten(),
    };
}
