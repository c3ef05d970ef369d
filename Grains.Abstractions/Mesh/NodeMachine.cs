namespace Orleans.QuantumMesh.Grains.Abstractions;

/// <summary>A service node's machine: unknown → live ⇄ stale → rejoined; what the store knew is restored until it is heard.</summary>
public static class NodeMachine
{
    /// <summary>The state after an event that happened at a time, or why it may not happen.</summary>
    public static Transition<NodeMachineState> Apply(NodeMachineState state, NodeEvent nodeEvent, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(nodeEvent);
        NodeMachineState next = state with { LastChangeAt = at };
        return (state.State, nodeEvent) switch
        {
            (_, NodeAdvertised advertised) when state.Advertisement is { } last && advertised.Advertisement.Sequence <= last.Sequence => Refuse(state, nodeEvent),
            (NodeState.Unknown or NodeState.Restored or NodeState.Live, NodeAdvertised advertised) => Advertise(next, advertised, NodeState.Live, at),
            (NodeState.Stale or NodeState.Rejoined, NodeAdvertised advertised) => Advertise(next, advertised, NodeState.Rejoined, at),
            (NodeState.Restored, NodeHeard) => To(next with { State = NodeState.Live }),
            (NodeState.Stale, NodeHeard) => To(next with { State = NodeState.Rejoined }),
            (NodeState.Restored or NodeState.Live or NodeState.Rejoined, NodeMissed) => To(next with { State = NodeState.Stale }),
            (NodeState.Stale, NodeForgotten) => To(NodeMachineState.None),
            _ => Refuse(state, nodeEvent),
        };
    }

    private static Transition<NodeMachineState> Advertise(NodeMachineState next, NodeAdvertised advertised, NodeState state, DateTimeOffset at) => To(next with
    {
        State = state,
        Advertisement = advertised.Advertisement,
        FirstSeenAt = next.FirstSeenAt ?? at,
        LastAdvertisementAt = at,
    });

    private static Transition<NodeMachineState> To(NodeMachineState state) => Transition<NodeMachineState>.To(state);

    private static Transition<NodeMachineState> Refuse(NodeMachineState state, NodeEvent nodeEvent) =>
        Transition<NodeMachineState>.Refuse($"A node that is {state.State.ToString().ToLowerInvariant()} can't take {EventJson.Shared.NameOf(nodeEvent)} now.");
}
