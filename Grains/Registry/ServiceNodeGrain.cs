using Microsoft.Extensions.Logging;
using Orleans.QuantumMesh.Core.Planning;
using Orleans.QuantumMesh.Grains.Abstractions;
using Orleans.QuantumMesh.Storage;

namespace Orleans.QuantumMesh.Grains;

/// <summary>A service node: its advertisements and changes of liveness, as events of its own stream.</summary>
internal sealed partial class ServiceNodeGrain : Grain, IServiceNodeGrain, INodeLiveness
{
    private readonly GrainsOptions options;
    private readonly IJournal journal;
    private readonly IReadModels readModels;
    private readonly IPeerLog peerLog;
    private readonly ILogger<ServiceNodeGrain> logger;
    private readonly SnapshotSaver<NodeMachineState> snapshots;
    private readonly string stream;
    private NodeMachineState state = NodeMachineState.None;
    private long sequence;

    public ServiceNodeGrain(
        IGrainContext context,
        [PersistentState("node", GrainStorageNames.Grains)] IPersistentState<Snapshot<NodeMachineState>> snapshot,
        GrainsOptions options,
        IJournal journal,
        IReadModels readModels,
        IPeerLog peerLog,
        ILogger<ServiceNodeGrain> logger)
    {
        snapshots = new SnapshotSaver<NodeMachineState>(snapshot, options.SnapshotDelay, options.TimeProvider, logger);
        this.options = options;
        this.journal = journal;
        this.readModels = readModels;
        this.peerLog = peerLog;
        this.logger = logger;
        stream = context.GrainId.Key.ToString()!;
    }

    private string PeerId => stream["node-".Length..];

    private IRegistryFeed Registry => GrainFactory.GetGrain<IRegistryFeed>($"registry-{options.Namespace}");

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        (sequence, NodeMachineState? known, IEnumerable<RecordedEvent> later) = await snapshots.ReadAsync(journal, stream, cancellationToken);
        state = known ?? state;
        foreach (RecordedEvent recorded in later)
        {
            Transition<NodeMachineState> transition = NodeMachine.Apply(state, EventJson.Shared.Read<NodeEvent>(recorded.Type, recorded.Payload), recorded.OccurredAt);
            state = transition.IsRefused ? state : transition.State!;
            sequence = recorded.Sequence;
        }

        state = state.Restore();
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => snapshots.FlushAsync();

    public async Task Advertise(NodeAdvertisement advertisement)
    {
        if (state.Advertisement is { } last && advertisement.Sequence <= last.Sequence)
        {
            return;
        }

        if (state.State is NodeState.Live or NodeState.Rejoined && IsRepeat(state.Advertisement!, advertisement))
        {
            state = state with { Advertisement = advertisement, LastAdvertisementAt = options.TimeProvider.GetUtcNow() };
        }
        else
        {
            if (state.Advertisement?.Agent != advertisement.Agent)
            {
                peerLog.Write(PeerLogKinds.PackageInstall, PeerId, options.TimeProvider.GetUtcNow(), PeerLogBodies.Agent(advertisement));
            }

            await AppendAsync(new NodeAdvertised { Advertisement = advertisement });
        }

        await Registry.Advertised(advertisement, state.FirstSeenAt ?? options.TimeProvider.GetUtcNow());
    }

    public Task Heard() => state.State is NodeState.Stale or NodeState.Restored ? AppendAsync(new NodeHeard()) : Task.CompletedTask;

    public Task Missed() => state.State is NodeState.Live or NodeState.Rejoined or NodeState.Restored ? AppendAsync(new NodeMissed()) : Task.CompletedTask;

    public async Task Forgotten()
    {
        await Missed();
        if (state.State == NodeState.Stale)
        {
            await AppendAsync(new NodeForgotten());
        }
    }

    public async Task<Outcome<JsonDocumentText>> Get()
    {
        if (state.Advertisement is null)
        {
            return Problem.NotFound($"No peer {PeerId} is known.");
        }

        JsonDocumentText? row = await Registry.Peer(PeerId, state.FirstSeenAt, peerLog.GetPosition(PeerId));
        return row is null ? Problem.NotFound($"No peer {PeerId} is listed.") : row;
    }

    public async Task<Outcome<JsonDocumentText>> Fidelity()
    {
        if (state.Advertisement is not { } advertisement)
        {
            return Problem.NotFound($"No node {PeerId} is known.");
        }

        IReadOnlyList<FidelitySampleRow> observed = await readModels.ListFidelitySamplesAsync(PeerId, options.TimeProvider.GetUtcNow() - TimeSpan.FromDays(1));
        return new JsonDocumentText(FidelityJson.Write(PeerId, advertisement, observed));
    }

    private async Task AppendAsync(NodeEvent nodeEvent)
    {
        var journalEvent = new JournalEvent(EventJson.Shared.NameOf(nodeEvent), EventJson.Shared.Write(nodeEvent), options.TimeProvider.GetUtcNow());
        Transition<NodeMachineState> transition = NodeMachine.Apply(state, nodeEvent, journalEvent.OccurredAt);
        if (transition.IsRefused)
        {
            return;
        }

        RowChange change = transition.State!.Advertisement is null
            ? new DeleteDocument(ProjectionKind.PeerCapabilities, PeerId)
            : new PutDocument(new ProjectionDocument(ProjectionKind.PeerCapabilities, PeerId, NodeDocuments.Write(transition.State), journalEvent.OccurredAt));
        try
        {
            await journal.AppendAsync(new JournalBatch(stream, sequence + 1, [journalEvent]) { Changes = [change] });
            sequence++;
            state = transition.State!;
            snapshots.Save(sequence, state);
        }
        catch (Exception error) when (error is JournalConflictException or JournalUnavailableException)
        {
            LogNotWritten(error, stream);
            DeactivateOnIdle();
        }
    }

    private static bool IsRepeat(NodeAdvertisement last, NodeAdvertisement now) =>
        last.TrustTier == now.TrustTier
        && last.Capacity == now.Capacity
        && last.LinkFidelity.Equals(now.LinkFidelity)
        && last.Agent == now.Agent
        && last.ListenAddresses.SequenceEqual(now.ListenAddresses)
        && last.Protocols.SequenceEqual(now.Protocols)
        && last.Services.Count == now.Services.Count
        && last.Services.Zip(now.Services).All(pair => SameService(pair.First, pair.Second));

    private static bool SameService(ServiceOffer last, ServiceOffer now) =>
        last with { UpdatedAt = default, GateSet = [] } == now with { UpdatedAt = default, GateSet = [] } && last.GateSet.SequenceEqual(now.GateSet);

    [LoggerMessage(LogLevel.Warning, "A change of {Stream} was not written")]
    private partial void LogNotWritten(Exception error, string stream);
}
