using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using Orleans.QuantumMesh.Core.Planning;
using Orleans.QuantumMesh.Grains.Abstractions;
using Orleans.QuantumMesh.Storage;

namespace Orleans.QuantumMesh.Grains;

/// <summary>
/// The view of the mesh: advertisements from the nodes' grains, heartbeats from the bridges, staleness by the clock. Silos read it as versioned snapshots,
/// at most one each <see cref="GrainsOptions.SnapshotInterval"/>.
/// </summary>
[Reentrant]
internal sealed partial class ServiceRegistryGrain(GrainsOptions options, IProjectionStore projections, IReadModels readModels, JobDrain drain, ILogger<ServiceRegistryGrain> logger)
    : Grain, IServiceRegistryGrain, IRegistryFeed, IDisposable
{
    private readonly SortedDictionary<string, RegistryEntry> entries = new(StringComparer.Ordinal);
    private readonly Guid epoch = Guid.NewGuid();
    private readonly CancellationTokenSource leaving = new();
    private readonly TimeProvider clock = options.TimeProvider;
    private RegistrySnapshot published = RegistrySnapshot.Empty;
    private TaskCompletionSource next = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private DateTimeOffset lastPublishedAt = DateTimeOffset.MinValue;
    private bool publishing;

    private IReadOnlyList<RegistryEntry> Listed => [.. entries.Values.Where(entry => entry.Advertisement is not null)];

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        foreach (ProjectionDocument document in await projections.ListAsync(ProjectionKind.PeerCapabilities, cancellationToken: cancellationToken))
        {
            NodeMachineState stored = NodeDocuments.Read(document.Json);
            if (stored.Advertisement is not null)
            {
                RegistryEntry entry = EntryOf(document.Id);
                entry.Restore(stored);
                await EnrollAsync(entry);
            }
        }

        Publish();
        WatchAsync().Ignore();
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => leaving.CancelAsync();

    public void Dispose() => leaving.Dispose();

    public async Task Advertised(NodeAdvertisement advertisement, DateTimeOffset firstSeenAt)
    {
        RegistryEntry entry = EntryOf(advertisement.NodeId);
        NodeState before = entry.State;
        entry.Advertise(advertisement, firstSeenAt, clock.GetUtcNow());
        Heard(entry, before);
        await EnrollAsync(entry);
        PublishSoonAsync().Ignore();
    }

    public Task Heartbeats(IReadOnlyList<NodeHeartbeat> heartbeats)
    {
        foreach (NodeHeartbeat heartbeat in heartbeats)
        {
            RegistryEntry entry = EntryOf(heartbeat.NodeId);
            NodeState before = entry.State;
            if (entry.Beat(heartbeat, clock.GetUtcNow()))
            {
                Heard(entry, before);
            }
        }

        PublishSoonAsync().Ignore();
        return Task.CompletedTask;
    }

    public Task Observed(IReadOnlyList<NodeObservation> observations)
    {
        foreach (NodeObservation observation in observations)
        {
            if (entries.TryGetValue(observation.NodeId, out RegistryEntry? entry))
            {
                entry.Observe(observation);
            }
        }

        PublishSoonAsync().Ignore();
        return Task.CompletedTask;
    }

    public async Task<RegistrySnapshot?> Snapshot(Guid knownEpoch, long version, TimeSpan patience)
    {
        if (knownEpoch == epoch && version >= published.Version)
        {
            await next.Task.WaitAsync(patience, clock, drain.Leaving).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }

        return knownEpoch == epoch && version >= published.Version ? null : published;
    }

    public Task<JsonDocumentText?> Peer(string peerId, DateTimeOffset? firstSeenAt, long peerLogPosition) => Task.FromResult(
        entries.TryGetValue(peerId, out RegistryEntry? entry) && entry.Advertisement is not null
            ? new JsonDocumentText(RegistryJson.PeerDetail(entry, firstSeenAt, peerLogPosition))
            : null);

    public Task<JsonDocumentText> Peers(bool includeStale) => Task.FromResult(new JsonDocumentText(RegistryJson.Peers(Listed, includeStale)));

    public Task<JsonDocumentText> Topology() => Task.FromResult(new JsonDocumentText(RegistryJson.Topology(Listed)));

    public async Task<JsonDocumentText> NetworkTopology()
    {
        BridgeStatus? bridge = await BridgeAsync();
        return new JsonDocumentText(RegistryJson.NetworkTopology(Listed, published, bridge, clock.GetUtcNow()));
    }

    public async Task<JsonDocumentText> Stats()
    {
        BridgeStatus? bridge = await BridgeAsync();
        return new JsonDocumentText(RegistryJson.Stats(Listed, published, bridge));
    }

    public Task<JsonDocumentText> Services(string? serviceType, double? minFidelity, bool? available) =>
        Task.FromResult(new JsonDocumentText(RegistryJson.Services(Listed, serviceType, minFidelity, available)));

    private RegistryEntry EntryOf(string nodeId)
    {
        if (!entries.TryGetValue(nodeId, out RegistryEntry? entry))
        {
            entries.Add(nodeId, entry = new RegistryEntry(nodeId));
        }

        return entry;
    }

    private void Heard(RegistryEntry entry, NodeState before)
    {
        if (before is NodeState.Stale or NodeState.Restored && !entry.IsStale)
        {
            Node(entry).Heard().Ignore();
        }
    }

    private INodeLiveness Node(RegistryEntry entry) => GrainFactory.GetGrain<INodeLiveness>(StreamNames.OfNode(entry.NodeId));

    private async Task EnrollAsync(RegistryEntry entry)
    {
        if (options.EnforceEnrollment)
        {
            entry.IsEnrolled = await readModels.GetEnrollmentAsync(entry.NodeId) is { Status: "ready" };
        }
    }

    private async Task<BridgeStatus?> BridgeAsync()
    {
        try
        {
            return await GrainFactory.GetGrain<IMeshBridge>(0).Status();
        }
        catch (OrleansException error)
        {
            LogNoBridge(error);
            return null;
        }
    }

    private async Task WatchAsync()
    {
        TimeSpan period = options.HeartbeatInterval / 2;
        while (!leaving.IsCancellationRequested)
        {
            await Task.Delay(period, clock, leaving.Token);
            CheckStaleness(clock.GetUtcNow());
        }
    }

    private void CheckStaleness(DateTimeOffset now)
    {
        TimeSpan limit = options.HeartbeatInterval * options.MissedHeartbeats;
        bool changed = false;
        foreach (RegistryEntry entry in entries.Values.ToArray())
        {
            if (now - entry.LastHeardAt > limit && entry.Miss())
            {
                Node(entry).Missed().Ignore();
                changed = true;
            }

            if (entry.IsStale && now - entry.LastHeardAt > options.StaleRetention)
            {
                entries.Remove(entry.NodeId);
                Node(entry).Forgotten().Ignore();
                changed = true;
            }
        }

        if (changed)
        {
            PublishSoonAsync().Ignore();
        }
    }

    // What comes within the interval after a publication goes into the next one.
    private async Task PublishSoonAsync()
    {
        if (publishing)
        {
            return;
        }

        publishing = true;
        TimeSpan wait = lastPublishedAt + options.SnapshotInterval - clock.GetUtcNow();
        try
        {
            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(wait, clock, leaving.Token);
            }
        }
        finally
        {
            publishing = false;
        }

        Publish();
    }

    private void Publish()
    {
        lastPublishedAt = clock.GetUtcNow();
        published = new RegistrySnapshot(epoch, published.Version + 1, [.. entries.Values.Select(entry => entry.Offer()).OfType<NodeOffer>()]);
        TaskCompletionSource signal = next;
        next = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        signal.TrySetResult();
    }

    [LoggerMessage(LogLevel.Warning, "No bridge answers")]
    private partial void LogNoBridge(Exception error);
}
