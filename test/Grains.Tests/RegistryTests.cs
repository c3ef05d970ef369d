using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Orleans.QuantumMesh.Grains.Abstractions;
using Orleans.QuantumMesh.ServiceNode;

namespace Orleans.QuantumMesh.Grains.Tests;

/// <summary>Nodes as the registry sees them come, go and come back.</summary>
public sealed class RegistryTests
{
    [Fact]
    public async Task A_node_is_listed_grows_stale_and_rejoins()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using MeshCluster mesh = await MeshCluster.StartAsync(new MeshClusterOptions { Silos = 1, Grains = options => { options.TimeProvider = clock; options.SnapshotInterval = TimeSpan.Zero; } });
        MeshServiceNode node = await mesh.AddNodeAsync("alice");
        await mesh.NodesSeenAsync(1);
        JsonElement listed = Parse(await mesh.Registry.Peers(false));
        Assert.Equal(node.PeerId, listed.GetProperty("peers")[0].GetProperty("peer_id").GetString());

        await mesh.KillNodeAsync(node);
        await AdvanceUntilAsync(clock, mesh, view => view.Snapshot.Nodes[0].IsStale);
        Assert.Equal(0, Parse(await mesh.Registry.Peers(false)).GetProperty("total").GetInt32());
        Assert.True(Parse(await mesh.Registry.Peers(true)).GetProperty("peers")[0].GetProperty("is_stale").GetBoolean());
        Assert.False(Parse(await mesh.Registry.Services(null, null, null))[0].GetProperty("availability").GetBoolean());

        await mesh.AddNodeAsync("alice");
        await AdvanceUntilAsync(clock, mesh, view => !view.Snapshot.Nodes[0].IsStale);
        JsonElement peer = Parse((await mesh.Grains.GetGrain<IServiceNodeGrain>($"node-{node.PeerId}").Get()).Value!);
        Assert.True(peer.GetProperty("rejoined").GetBoolean());
    }

    [Fact]
    public async Task Services_are_filtered_and_an_unknown_peer_is_not_found()
    {
        await using MeshCluster mesh = await MeshCluster.StartAsync(new MeshClusterOptions { Silos = 1 });
        await mesh.AddNodeAsync("alice", options => options with { ServiceTypes = ["cnot", "hadamard"] });
        await mesh.NodesSeenAsync(1);

        JsonElement services = Parse(await mesh.Registry.Services("cnot", 0.5, true));

        Assert.Equal("cnot", Assert.Single(services.EnumerateArray().ToArray()).GetProperty("service_type").GetString());
        Assert.Empty(Parse(await mesh.Registry.Services("teleportation", null, null)).EnumerateArray());
        Assert.Equal(404, (await mesh.Grains.GetGrain<IServiceNodeGrain>("node-12D3KooWnobody").Get()).Problem!.Status);
    }

    [Fact]
    public async Task Fidelities_are_advertised_and_observed()
    {
        await using MeshCluster mesh = await MeshCluster.StartAsync(new MeshClusterOptions { Silos = 1 });
        MeshServiceNode node = await mesh.AddNodeAsync("alice");
        await mesh.NodesSeenAsync(1);
        await mesh.EndAsync(await mesh.SubmitAsync(new JobSubmission { Circuit = Circuits.Bell }));

        JsonElement metrics = Parse((await mesh.Grains.GetGrain<IServiceNodeGrain>($"node-{node.PeerId}").Fidelity()).Value!);

        Assert.Contains(metrics.GetProperty("samples").EnumerateArray(), sample => sample.GetProperty("source").GetString() == "observed");
        Assert.Equal(1, metrics.GetProperty("average_fidelity").GetDouble(), 9);
    }

    [Fact]
    public async Task A_reservation_holds_a_slot_until_it_is_canceled()
    {
        await using MeshCluster mesh = await MeshCluster.StartAsync(new MeshClusterOptions { Silos = 1 });
        MeshServiceNode node = await mesh.AddNodeAsync("alice", options => options with { Capacity = 1 });
        await mesh.NodesSeenAsync(1);
        var request = new ReservationRequest { FragmentId = "mine", ServiceId = "cnot", TargetNodeId = node.PeerId, IdempotencyKey = "one" };
        var second = request with { IdempotencyKey = "two" };
        IReservationGrain first = mesh.Grains.GetGrain<IReservationGrain>(ReservationKeys.For(request, new Caller()));
        IReservationGrain other = mesh.Grains.GetGrain<IReservationGrain>(ReservationKeys.For(second, new Caller()));

        ReservationDocument held = (await first.Create(request, new Caller())).Value!;
        ReservationDocument repeated = (await first.Create(request, new Caller())).Value!;
        Problem full = (await other.Create(second, new Caller())).Problem!;
        ReservationDocument canceled = (await first.Cancel("done", new Caller())).Value!;
        Problem again = (await first.Cancel(null, new Caller())).Problem!;

        Assert.Equal(ReservationState.Committed, held.State);
        Assert.True(repeated.Repeated);
        Assert.Equal(409, full.Status);
        Assert.Contains("capacity", full.Detail, StringComparison.Ordinal);
        Assert.Equal(ReservationState.Canceled, canceled.State);
        Assert.Equal(409, again.Status);
        var third = request with { IdempotencyKey = "three" };
        Assert.Equal(ReservationState.Committed, (await mesh.Grains.GetGrain<IReservationGrain>(ReservationKeys.For(third, new Caller())).Create(third, new Caller())).Value!.State);
    }

    [Fact]
    public async Task A_reservation_for_any_node_is_taken_to_the_next_one_where_the_first_is_full()
    {
        await using MeshCluster mesh = await MeshCluster.StartAsync(new MeshClusterOptions { Silos = 1 });
        MeshServiceNode[] nodes =
        [
            await mesh.AddNodeAsync("alice", options => options with { Capacity = 1 }),
            await mesh.AddNodeAsync("bob", options => options with { Capacity = 1 }),
        ];
        await mesh.NodesSeenAsync(2);
        Task<Outcome<ReservationDocument>> Reserve(string key, string service)
        {
            var request = new ReservationRequest { FragmentId = "mine", ServiceId = service, IdempotencyKey = key };
            return mesh.Grains.GetGrain<IReservationGrain>(ReservationKeys.For(request, new Caller())).Create(request, new Caller());
        }

        ReservationDocument bobs = (await Reserve("one", $"{nodes[1].PeerId}/cnot")).Value!;
        ReservationDocument alices = (await Reserve("two", "cnot")).Value!;
        Problem full = (await Reserve("three", "cnot")).Problem!;
        Problem repeated = (await Reserve("three", "cnot")).Problem!;

        Assert.Equal((nodes[1].PeerId, nodes[0].PeerId), (bobs.NodeId, alices.NodeId));
        Assert.Equal((ReservationState.Committed, ReservationState.Committed), (bobs.State, alices.State));
        Assert.All(nodes, node => Assert.Contains($"capacity at {node.PeerId}", full.Detail, StringComparison.Ordinal));
        Assert.Equal((409, 409), (full.Status, repeated.Status));
        Assert.Contains("next slot is free in about", full.Detail, StringComparison.Ordinal);
    }

    private static JsonElement Parse(JsonDocumentText document) => JsonDocument.Parse(document.Utf8).RootElement;

    private static async Task AdvanceUntilAsync(FakeTimeProvider clock, MeshCluster mesh, Func<MeshView, bool> holds)
    {
        MeshView view = mesh.Service<MeshView>();
        while (!holds(view))
        {
            Task changed = view.Changed;
            clock.Advance(TimeSpan.FromSeconds(5));
            await Task.WhenAny(changed, Task.Run(() => Thread.Yield(), TestContext.Current.CancellationToken));
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
        }
    }
}
