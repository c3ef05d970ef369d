using System.Text;

using Microsoft.Extensions.Time.Testing;

using Orleans.QuantumMesh.Grains.Abstractions;
using Orleans.QuantumMesh.Mesh.Protocol;
using Orleans.QuantumMesh.ServiceNode;

namespace Orleans.QuantumMesh.Mesh.Tests.Conversations;

/// <summary>What the bridge makes of nodes that come, go and misbehave.</summary>
public sealed class BridgeTests
{
    private static readonly FragmentOperation[] Gate = [Fragments.Operation(1, "x", 0)];

    [Fact]
    public async Task AdvertisementsReachTheNodesGrainAndHeartbeatsTheRegistry()
    {
        await using MeshScene scene = new();
        (MeshServiceNode node, InMemoryMeshHost host) = await scene.StartNodeAsync(new ServiceNodeOptions { Capacity = 7 });
        await MeshScene.UntilAsync(() => !scene.Grains.Advertisements.IsEmpty);
        NodeAdvertisement heard = scene.Grains.Advertisements.First();
        Assert.Equal((node.PeerId, 7), (heard.NodeId, heard.Capacity));
        Assert.Equal(ServiceCatalog.All.Length, heard.Services.Count);
        Assert.Contains(new MeshNamespace().Fragment, heard.Protocols);
        Assert.Equal("in-memory", heard.Agent);
        await MeshScene.UntilAsync(() => scene.Bridge.Status().Links is [{ RoundTripMs: not null }]);
        Assert.Equal([host.PeerId], scene.Bridge.Status().Links.Select(l => l.PeerId));
    }

    [Fact]
    public async Task HeartbeatsComeEveryFiveSecondsAndAdvertisementsEveryThirty()
    {
        FakeTimeProvider time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        await using MeshScene scene = new(time);
        await scene.StartNodeAsync();
        await MeshScene.UntilAsync(() => !scene.Grains.Heartbeats.IsEmpty || Step());
        int advertisements = 0;
        for (int second = 0; second < 61; second++)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            for (int i = 0; i < 200; i++)
            {
                await Task.Yield();
            }
        }

        await MeshScene.UntilAsync(() => scene.Grains.Heartbeats.Count >= 12 || Step());
        advertisements = scene.Grains.Advertisements.Count;
        Assert.InRange(advertisements, 3, 6);
        long[] sequences = [.. scene.Grains.Heartbeats.Select(h => h.Sequence)];
        Assert.Equal(sequences.Order().Distinct(), sequences);

        bool Step()
        {
            time.Advance(TimeSpan.FromMilliseconds(200));
            return false;
        }
    }

    [Fact]
    public async Task ANodeThatIsOnlyAdvertisedIsDialed()
    {
        await using MeshScene scene = new();
        (MeshServiceNode relay, InMemoryMeshHost relayHost) = await scene.StartNodeAsync(name: "relay");
        (MeshServiceNode far, InMemoryMeshHost farHost) = await scene.StartNodeAsync(name: "far", connect: false);
        await farHost.ConnectAsync(relayHost.Addresses[0], MeshScene.Token);
        await MeshScene.UntilAsync(() => scene.BridgeHost.ConnectedPeers.Contains(far.PeerId));
        Assert.Equal("PREPARED", (await scene.PrepareAsync(far.PeerId)).State);
        Assert.NotEqual(relay.PeerId, far.PeerId);
    }

    [Fact]
    public async Task AMessageInAnothersNameIsDroppedAndCounted()
    {
        await using MeshScene scene = new();
        (MeshServiceNode node, _) = await scene.StartNodeAsync();
        await using InMemoryMeshHost liar = scene.Mesh.CreateHost("liar");
        await liar.ConnectAsync(scene.BridgeHost.Addresses[0], MeshScene.Token);
        await MeshScene.UntilAsync(() => !scene.Grains.Advertisements.IsEmpty);
        NodeAdvertisement forged = scene.Grains.Advertisements.First() with { Sequence = long.MaxValue, EmittedAt = DateTimeOffset.UtcNow, Capacity = 1_000 };
        await liar.PublishAsync(new MeshNamespace().AdvertisementTopic, AdvertisementJson.Write(forged), MeshScene.Token);
        await MeshScene.UntilAsync(() => scene.Bridge.Status().Dropped.ContainsKey(DropReason.Author));
        Assert.DoesNotContain(scene.Grains.Advertisements, a => a.Capacity == 1_000);
        Assert.Equal("PREPARED", (await scene.PrepareAsync(node.PeerId)).State);
    }

    [Fact]
    public async Task AnAnswerWithAWrongSignatureIsNotUsed()
    {
        await using MeshScene scene = new();
        await using InMemoryMeshHost rogue = scene.Mesh.CreateHost("rogue");
        rogue.Serve(new MeshNamespace().Fragment, MeshLimits.Frame, async (stream, token) =>
        {
            while (await stream.ReadFrameAsync(token) is { } frame)
            {
                using System.Text.Json.JsonDocument request = RequestFrame.TryParse(frame.ToArray(), out string id)!;
                byte[] answer = NodeAnswerJson.Write(new Core.Simulation.NodeAnswer { ExecutionId = "exec-1", Status = "ok", ObservedFidelity = 1, OperationFidelity = 1 });
                await stream.WriteFrameAsync(FragmentJson.WriteEnvelope(id, Encoding.UTF8.GetString(answer), AnswerSignature.Sign(scene.BridgeHost, answer)), token);
            }
        });
        await rogue.ConnectAsync(scene.BridgeHost.Addresses[0], MeshScene.Token);
        FragmentReply reply = await scene.Bridge.DispatchAsync(rogue.PeerId, Fragments.Call("t", Gate));
        Assert.Equal(CallStatus.Invalid, reply.Status);
        Assert.Contains("signature", reply.Error, StringComparison.Ordinal);
        Assert.Null(reply.AnswerText);
    }

    [Fact]
    public async Task ASilentNodeTimesOutAndOthersAreServedMeanwhile()
    {
        await using MeshScene scene = new();
        (MeshServiceNode silent, _) = await scene.StartNodeAsync(new ServiceNodeOptions { Faults = new FaultSettings { DropRate = 1 } }, name: "silent");
        (MeshServiceNode node, _) = await scene.StartNodeAsync();
        Task<ReservationReply> waiting = scene.PrepareAsync(silent.PeerId, timeout: 100);
        Assert.Equal("PREPARED", (await scene.PrepareAsync(node.PeerId)).State);
        Assert.Equal(CallStatus.TimedOut, (await waiting).Status);
    }

    [Fact]
    public async Task ACutConnectionDropsTheCallAndIsDialedAnewOnceItHeals()
    {
        await using MeshScene scene = new();
        (MeshServiceNode node, InMemoryMeshHost host) = await scene.StartNodeAsync(new ServiceNodeOptions { Faults = new FaultSettings { LatencyFromMs = 60_000, LatencyToMs = 60_000 } });
        await MeshScene.UntilAsync(() => !scene.Grains.Advertisements.IsEmpty);
        Task<ReservationReply> waiting = scene.PrepareAsync(node.PeerId);
        scene.Mesh.Cut(scene.BridgeHost, host);
        Assert.Equal(CallStatus.Dropped, (await waiting).Status);
        Assert.Equal(CallStatus.Dropped, (await scene.PrepareAsync(node.PeerId)).Status);
        scene.Mesh.Heal(scene.BridgeHost, host);
        Assert.Equal(CallStatus.TimedOut, (await scene.PrepareAsync(node.PeerId, timeout: 200)).Status);
        Assert.Contains(node.PeerId, scene.BridgeHost.ConnectedPeers);
    }

    [Fact]
    public async Task BrokenStreamsAreOpenedAnew()
    {
        await using MeshScene scene = new();
        (MeshServiceNode node, _) = await scene.StartNodeAsync(new ServiceNodeOptions { Capacity = 1_000 });
        scene.Mesh.Conditions = new MeshConditions { StreamBreaks = 0.2 };
        ReservationReply[] replies = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => scene.PrepareAsync(node.PeerId, $"res-{i}")));
        Assert.Contains(replies, r => r.Status == CallStatus.Dropped);
        scene.Mesh.Conditions = new MeshConditions();
        replies = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => scene.PrepareAsync(node.PeerId, $"res-{i}")));
        Assert.All(replies, r => Assert.Equal((CallStatus.Answered, "PREPARED"), (r.Status, r.State)));
        Assert.Equal(100, replies.Select(r => r.ReservationToken).Distinct().Count());
    }

    [Fact]
    public async Task GarbageResetsTheStreamAndRepeatedCostsTheConnectionButNeverTheNode()
    {
        await using MeshScene scene = new();
        (MeshServiceNode node, InMemoryMeshHost host) = await scene.StartNodeAsync();
        await using InMemoryMeshHost vandal = scene.Mesh.CreateHost("vandal");
        await vandal.ConnectAsync(host.Addresses[0], MeshScene.Token);
        byte[][] garbage = ["{no json"u8.ToArray(), "{\"action\":\"commit\"}"u8.ToArray(), "[1]"u8.ToArray(), "{\"request_id\":1}"u8.ToArray(), [0xff, 0xfe], new byte[MeshLimits.Frame + 1]];
        int sent = 0;
        while (vandal.ConnectedPeers.Contains(node.PeerId) && sent < 100)
        {
            try
            {
                await using IMeshStream stream = await vandal.OpenStreamAsync(node.PeerId, new MeshNamespace().Reservation, MeshLimits.Frame, MeshScene.Token);
                await stream.WriteFrameAsync(garbage[sent % garbage.Length], MeshScene.Token);
                sent++;
                await Assert.ThrowsAsync<IOException>(async () => await stream.ReadFrameAsync(MeshScene.Token));
            }
            catch (IOException)
            {
                break;
            }
        }

        Assert.InRange(sent, 3, 99);
        await MeshScene.UntilAsync(() => !vandal.ConnectedPeers.Contains(node.PeerId));
        Assert.Equal("PREPARED", (await scene.PrepareAsync(node.PeerId)).State);
    }

    [Fact]
    public async Task ExperimentsOrderFaultsOnlyWhereTheyAreAllowed()
    {
        FakeTimeProvider time = new();
        await using MeshScene scene = new(time);
        (MeshServiceNode plain, _) = await scene.StartNodeAsync(name: "plain");
        (MeshServiceNode node, _) = await scene.StartNodeAsync(new ServiceNodeOptions { Experiments = true });
        await Assert.ThrowsAsync<IOException>(async () => await scene.BridgeHost.OpenStreamAsync(plain.PeerId, new MeshNamespace().Experiment, MeshLimits.Frame, MeshScene.Token));
        await using RequestChannel channel = new(scene.BridgeHost, node.PeerId, new MeshNamespace().Experiment, time);
        Assert.Equal("{\"ok\":false}", Ok(await OrderAsync(2)));
        double before = node.Quality.GateFidelities["cnot"];
        Assert.Equal("{\"ok\":true}", Ok(await OrderAsync(1)));
        Assert.Equal("refused", (await scene.PrepareAsync(node.PeerId)).Reason);
        Assert.True(node.Quality.GateFidelities["cnot"] < before);
        time.Advance(TimeSpan.FromSeconds(11));
        Assert.Equal("PREPARED", (await scene.PrepareAsync(node.PeerId)).State);
        Assert.Equal(before, node.Quality.GateFidelities["cnot"]);

        Task<RequestOutcome> OrderAsync(double rejectRate) => channel.SendAsync(rejectRate, static (writer, rate) =>
        {
            writer.WriteNumber("reject_rate", rate);
            writer.WriteNumber("fidelity_drift", 1);
            writer.WriteNumber("ttl_ms", 10_000);
        }, TimeSpan.FromSeconds(5), null, MeshScene.Token);

        static string Ok(RequestOutcome outcome)
        {
            using System.Text.Json.JsonDocument document = System.Text.Json.JsonDocument.Parse(outcome.Frame!);
            return $"{{\"ok\":{document.RootElement.GetProperty("ok").GetRawText()}}}";
        }
    }

    [Fact]
    public async Task LatencyHoldsTheSlotAndIsReported()
    {
        FakeTimeProvider time = new();
        await using MeshScene scene = new(time);
        (MeshServiceNode node, _) = await scene.StartNodeAsync(new ServiceNodeOptions { Capacity = 1, Experiments = true });
        string token = await scene.ReserveAsync(node.PeerId);
        await using RequestChannel channel = new(scene.BridgeHost, node.PeerId, new MeshNamespace().Experiment, time);
        await channel.SendAsync(0, static (writer, _) =>
        {
            writer.WriteNumber("latency_ms", 300);
            writer.WriteNumber("ttl_ms", 100_000);
        }, TimeSpan.FromSeconds(5), null, MeshScene.Token);
        Task<(FragmentReply, Core.Simulation.NodeAnswer Answer)> dispatch = scene.DispatchAsync(node.PeerId, Fragments.Call(token, Gate));
        await MeshScene.UntilAsync(() => node.Fragments.Executing == 1);
        time.Advance(TimeSpan.FromMilliseconds(299));
        Assert.False(dispatch.IsCompleted);
        time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(300, (await dispatch).Answer.ExecuteMs);
    }
}
