using Orleans.QuantumMesh.Core.Planning;
using Orleans.QuantumMesh.Core.Simulation;
using Orleans.QuantumMesh.Grains.Abstractions;
using Orleans.QuantumMesh.Mesh.Protocol;
using Orleans.QuantumMesh.ServiceNode;

namespace Orleans.QuantumMesh.Mesh.Tests.Conversations;

/// <summary>A node and a bridge, each whole, over an in-memory mesh.</summary>
public sealed class NodeConversationTests
{
    private static readonly FragmentOperation[] Bell = [Fragments.Operation(1, "h", 0), Fragments.Operation(2, "cx", 0, 1), Fragments.Operation(3, "measure", 0, 1)];

    [Fact]
    public async Task AFragmentIsReservedExecutedAndAnswered()
    {
        await using MeshScene scene = new();
        (MeshServiceNode node, _) = await scene.StartNodeAsync();
        string token = await scene.ReserveAsync(node.PeerId);
        (FragmentReply reply, NodeAnswer answer) = await scene.DispatchAsync(node.PeerId, Fragments.Call(token, Bell, seed: 42));
        Assert.Equal("ok", answer.Status);
        Assert.Equal(2, answer.Measurements.Length);
        Assert.InRange(answer.OperationFidelity!.Value, 0.9, 0.9999);
        Assert.True(PeerKey.TryParse(node.PeerId, out PeerKey? key));
        Assert.True(AnswerSignature.Verify(key, reply.AnswerText!, reply.Signature!));
        Assert.False(AnswerSignature.Verify(key, reply.AnswerText + " ", reply.Signature!));
    }

    [Fact]
    public async Task ARepeatedDispatchGetsTheSameTextAlsoWhileItRunsAndAfterARestart()
    {
        MemoryAnswerStore answers = new(TimeProvider.System);
        await using MeshScene scene = new();
        (MeshServiceNode node, InMemoryMeshHost host) = await scene.StartNodeAsync(answers: answers);
        string token = await scene.ReserveAsync(node.PeerId);
        FragmentCall call = Fragments.Call(token, Bell, seed: 42);
        FragmentReply[] replies = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => scene.Bridge.DispatchAsync(node.PeerId, call)));
        Assert.Single(replies.Select(r => (r.AnswerText, r.Signature)).Distinct());
        Assert.Single(answers.FirstExecutions);

        await node.DisposeAsync();
        await host.DisposeAsync();
        (MeshServiceNode again, _) = await scene.StartNodeAsync(answers: answers);
        Assert.Equal(node.PeerId, again.PeerId);
        (FragmentReply reply, _) = await scene.DispatchAsync(again.PeerId, call);
        Assert.Equal(replies[0].AnswerText, reply.AnswerText);
        Assert.Equal("token", (await scene.DispatchAsync(again.PeerId, call with { ReservationToken = "guess" })).Answer.Reason);
        Assert.Single(answers.FirstExecutions);
    }

    [Fact]
    public async Task ATokenIsGoodForOneExecutionOfACommittedReservation()
    {
        await using MeshScene scene = new();
        (MeshServiceNode node, _) = await scene.StartNodeAsync();
        string prepared = (await scene.PrepareAsync(node.PeerId)).ReservationToken!;
        Assert.Equal(("rejected", "token"), await RefusalAsync(Fragments.Call(prepared, Bell)));
        await scene.AskAsync(node.PeerId, "commit", prepared);
        Assert.Equal(("rejected", "token"), await RefusalAsync(Fragments.Call("guess", Bell)));
        await scene.DispatchAsync(node.PeerId, Fragments.Call(prepared, Bell));
        Assert.Equal(("rejected", "token"), await RefusalAsync(Fragments.Call(prepared, Bell, executionId: "exec-2")));

        async Task<(string, string?)> RefusalAsync(FragmentCall call)
        {
            NodeAnswer answer = (await scene.DispatchAsync(node.PeerId, call)).Answer;
            Assert.Null(answer.OperationFidelity);
            return (answer.Status, answer.Reason);
        }
    }

    [Fact]
    public async Task RefusalsSayWhy()
    {
        await using MeshScene scene = new();
        (MeshServiceNode node, _) = await scene.StartNodeAsync(new ServiceNodeOptions { Capacity = 1, QubitMax = 3, Fidelity = 0.9, ServiceTypes = ["programmable_gate", "cnot"] });
        Assert.Equal("service", (await scene.PrepareAsync(node.PeerId, service: "qft")).Reason);
        Assert.Equal("qubits", (await scene.PrepareAsync(node.PeerId, qubits: 4)).Reason);
        Assert.Equal("qubits", (await scene.PrepareAsync(node.PeerId, qubits: 0)).Reason);
        Assert.Equal("fidelity", (await scene.PrepareAsync(node.PeerId, minFidelity: 0.91)).Reason);
        Assert.Equal("PREPARED", (await scene.PrepareAsync(node.PeerId, minFidelity: 0.9)).State);
        ReservationReply full = await scene.PrepareAsync(node.PeerId, "res-2");
        Assert.Equal(("REJECTED", "capacity"), (full.State, full.Reason));
        Assert.InRange(full.NextFreeInMs!.Value, 1, 30_000);
        await node.DrainAsync(MeshScene.Token);
        Assert.Equal("draining", (await scene.PrepareAsync(node.PeerId, "res-3")).Reason);
    }

    [Fact]
    public async Task BodiesThatAreWrongFailAndNameTheFault()
    {
        await using MeshScene scene = new();
        (MeshServiceNode node, _) = await scene.StartNodeAsync(new ServiceNodeOptions { QubitMax = 3, ServiceTypes = ["programmable_gate"], Capacity = 1 });
        int reservations = 0;
        string token = "";
        NodeAnswer answer = await AnswerAsync(Fragments.Call(token, [Fragments.Operation(1, "x", 0), Fragments.Operation(1, "x", 0)]));
        Assert.Equal("failed", answer.Status);
        Assert.Contains("op-0001 stands twice", answer.Error, StringComparison.Ordinal);
        answer = await AnswerAsync(Fragments.Call(token, [.. Enumerable.Range(0, 4_097).Select(i => Fragments.Operation(i, "x", 0))]));
        Assert.Equal(("failed", "size"), (answer.Status, answer.Reason));
        answer = await AnswerAsync(Fragments.Call(token, [Fragments.Operation(1, "x", 0)], shots: 1_000_000, serviceType: "programmable_gate") with { Operations = [.. Enumerable.Range(0, 4_000).Select(i => Fragments.Operation(i, "swap", 0, 1))] });
        Assert.Equal(("failed", "size"), (answer.Status, answer.Reason));
        answer = await AnswerAsync(Fragments.Call(token, [Fragments.Operation(1, "x", 0, 1, 2, 3)]));
        Assert.Equal(("rejected", "qubits"), (answer.Status, answer.Reason));
        answer = await AnswerAsync(Fragments.Call(token, [Fragments.Operation(1, "h", 0)], serviceType: "*"));
        Assert.Equal(("rejected", "service"), (answer.Status, answer.Reason));
        answer = await AnswerAsync(Fragments.Call(token, [Fragments.Operation(1, "h", 0)]));
        Assert.Equal("ok", answer.Status);

        // Each answer frees the one slot and uses the token up.
        async Task<NodeAnswer> AnswerAsync(FragmentCall call)
        {
            token = await scene.ReserveAsync(node.PeerId, $"res-{++reservations}");
            (_, NodeAnswer answer) = await scene.DispatchAsync(node.PeerId, call with { ReservationToken = token });
            (_, NodeAnswer again) = await scene.DispatchAsync(node.PeerId, call with { ReservationToken = token });
            Assert.Equal(answer.Status == "ok" ? "ok" : "rejected token", answer.Status == "ok" ? again.Status : $"{again.Status} {again.Reason}");
            return answer;
        }
    }

    [Fact]
    public async Task LargeAnswersFitAFrameOrSayThatTheyDoNot()
    {
        await using MeshScene scene = new();
        (MeshServiceNode node, _) = await scene.StartNodeAsync();
        FragmentOperation[] operations = [.. Enumerable.Range(0, 4_096).Select(i => Fragments.Operation(i, "x", i % 30))];
        string token = await scene.ReserveAsync(node.PeerId);
        (_, NodeAnswer answer) = await scene.DispatchAsync(node.PeerId, Fragments.Call(token, operations, shots: 256));
        Assert.Equal("ok", answer.Status);
        Assert.Equal(4_096, answer.Channel.Length);
        token = await scene.ReserveAsync(node.PeerId, "res-2");
        (_, answer) = await scene.DispatchAsync(node.PeerId, Fragments.Call(token, operations, shots: 60_000, executionId: "exec-2"));
        Assert.Equal(("failed", "size"), (answer.Status, answer.Reason));
        Assert.Equal("PREPARED", (await scene.PrepareAsync(node.PeerId, "res-3")).State);
    }

    [Fact]
    public async Task ARequestThatDoesNotFitAFrameIsNotSentAndSaysSo()
    {
        await using MeshScene scene = new();
        (MeshServiceNode node, _) = await scene.StartNodeAsync();
        FragmentOperation[] operations = [.. Enumerable.Range(0, 4_096).Select(i => Fragments.Operation(i, "u", i % 30) with { Params = [.. Enumerable.Repeat(Math.PI, 20)] })];

        FragmentReply reply = await scene.Bridge.DispatchAsync(node.PeerId, Fragments.Call(await scene.ReserveAsync(node.PeerId), operations));

        Assert.Equal(CallStatus.TooLarge, reply.Status);
        Assert.Contains("1048576", reply.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ForgottenAnswersAreGone()
    {
        await using MeshScene scene = new();
        (MeshServiceNode node, _) = await scene.StartNodeAsync();
        string token = await scene.ReserveAsync(node.PeerId);
        FragmentCall call = Fragments.Call(token, Bell);
        await scene.DispatchAsync(node.PeerId, call);
        await scene.Bridge.ForgetAsync(node.PeerId, ["exec-1", "exec-9"]);
        Assert.Equal("token", (await scene.DispatchAsync(node.PeerId, call)).Answer.Reason);
    }

    [Fact]
    public async Task TheSameSeedOnTheSameNodeGivesTheSameNoise()
    {
        await using MeshScene scene = new();
        (MeshServiceNode node, _) = await scene.StartNodeAsync(new ServiceNodeOptions { Fidelity = 0.9 });
        List<string> noise = [];
        for (int i = 0; i < 2; i++)
        {
            string token = await scene.ReserveAsync(node.PeerId, $"res-{i}");
            NodeAnswer answer = (await scene.DispatchAsync(node.PeerId, Fragments.Call(token, Bell, seed: 5, executionId: $"exec-{i}"))).Answer;
            noise.Add(System.Text.Encoding.UTF8.GetString(NodeAnswerJson.Write(answer with { ExecutionId = "", ExecuteMs = 0 })));
        }

        Assert.Equal(noise[0], noise[1]);
    }

    [Fact]
    public async Task AnAnswerThatCannotBeKeptIsNotGivenAndTheNodeSaysThatItIsDegraded()
    {
        await using MeshScene scene = new();
        BrokenStore store = new();
        (MeshServiceNode node, _) = await scene.StartNodeAsync(new ServiceNodeOptions { Capacity = 1 }, store);
        string token = await scene.ReserveAsync(node.PeerId);
        Assert.Equal(CallStatus.Dropped, (await scene.Bridge.DispatchAsync(node.PeerId, Fragments.Call(token, Bell))).Status);
        Assert.True(node.Fragments.IsDegraded);
        Assert.Equal("PREPARED", (await scene.PrepareAsync(node.PeerId, "res-2")).State);
    }

    [Fact]
    public async Task ADrainingNodeFinishesWhatItHas()
    {
        await using MeshScene scene = new();
        (MeshServiceNode node, _) = await scene.StartNodeAsync(new ServiceNodeOptions { Faults = new FaultSettings { LatencyFromMs = 50, LatencyToMs = 50 } });
        string token = await scene.ReserveAsync(node.PeerId);
        Task<(FragmentReply, NodeAnswer Answer)> dispatch = scene.DispatchAsync(node.PeerId, Fragments.Call(token, Bell));
        await MeshScene.UntilAsync(() => node.Fragments.Executing == 1);
        Task drained = node.DrainAsync(MeshScene.Token);
        Assert.Equal("ok", (await dispatch).Answer.Status);
        await drained;
        await MeshScene.UntilAsync(() => scene.Grains.Heartbeats.Any(h => h.Health == NodeHealth.Draining));
        await MeshScene.UntilAsync(() => scene.Grains.Advertisements.Any(a => a.Services.All(s => !s.Availability)));
    }

    private sealed class BrokenStore : IAnswerStore
    {
        public KeptAnswer? Find(string executionId) => null;

        public Task KeepAsync(KeptAnswer answer) => Task.FromException(new IOException("the disk is full"));

        public Task<int> ForgetAsync(string peer, IReadOnlyList<string> executionIds) => Task.FromResult(0);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
