using Orleans.QuantumMesh.Grains.Abstractions;
using Orleans.QuantumMesh.Storage;

namespace Orleans.QuantumMesh.Grains;

/// <summary>
/// Fills the read models from the journal's events again (<see cref="IJournal.RebuildReadModelsAsync"/>). Holds the jobs' states while it is fed, so one instance serves one rebuild.
/// </summary>
public sealed class MeshEventProjector : IEventProjector
{
    private readonly Dictionary<string, JobMachineState> jobs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ReservationMachineState> reservations = new(StringComparer.Ordinal);
    private readonly Dictionary<string, NodeMachineState> nodes = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public IReadOnlyCollection<ReadModelTable> Tables { get; } =
    [
        ReadModelTable.Jobs, ReadModelTable.ExecutionPlans, ReadModelTable.ReservationEvents, ReadModelTable.ExecutionEvents, ReadModelTable.PeerCapabilities,
    ];

    /// <inheritdoc/>
    public IReadOnlyList<RowChange> Project(RecordedEvent recordedEvent)
    {
        ArgumentNullException.ThrowIfNull(recordedEvent);
        string family = recordedEvent.Type[..recordedEvent.Type.IndexOf('.', StringComparison.Ordinal)];
        return family switch
        {
            "job" or "fragment" => Job(recordedEvent),
            "reservation" => Reservation(recordedEvent),
            "node" => Node(recordedEvent),
            _ => [],
        };
    }

    private List<RowChange> Job(RecordedEvent recorded)
    {
        JobMachineState before = jobs.GetValueOrDefault(recorded.Stream, JobMachineState.None);
        var jobEvent = EventJson.Shared.Read<JobEvent>(recorded.Type, recorded.Payload);
        JobMachineState after = JobMachine.Apply(before, jobEvent, recorded.OccurredAt).State!;
        jobs[recorded.Stream] = after;
        return [.. JobRows.Of(recorded.Stream, before, jobEvent, recorded.OccurredAt), JobRows.Job(recorded.Stream, after)];
    }

    private InsertReservationEvent[] Reservation(RecordedEvent recorded)
    {
        ReservationMachineState before = reservations.GetValueOrDefault(recorded.Stream, ReservationMachineState.None);
        ReservationMachineState after = ReservationMachine.Apply(before, EventJson.Shared.Read<ReservationEvent>(recorded.Type, recorded.Payload), recorded.OccurredAt).State!;
        reservations[recorded.Stream] = after;
        return
        [
            new InsertReservationEvent(new ReservationEventRow(
                recorded.Stream, null, after.Request!.FragmentId, after.NodeId, after.State!.Value.ToWord(), null, recorded.OccurredAt)),
        ];
    }

    private RowChange[] Node(RecordedEvent recorded)
    {
        string peerId = recorded.Stream["node-".Length..];
        NodeMachineState before = nodes.GetValueOrDefault(recorded.Stream, NodeMachineState.None);
        Transition<NodeMachineState> transition = NodeMachine.Apply(before, EventJson.Shared.Read<NodeEvent>(recorded.Type, recorded.Payload), recorded.OccurredAt);
        if (transition.IsRefused)
        {
            return [];
        }

        nodes[recorded.Stream] = transition.State!;
        return transition.State!.Advertisement is null
            ? [new DeleteDocument(ProjectionKind.PeerCapabilities, peerId)]
            : [new PutDocument(new ProjectionDocument(ProjectionKind.PeerCapabilities, peerId, NodeDocuments.Write(transition.State), recorded.OccurredAt))];
    }
}
