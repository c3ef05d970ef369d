using Microsoft.Extensions.Logging.Abstractions;

using Orleans.QuantumMesh.Core.Simulation;
using Orleans.QuantumMesh.Grains.Abstractions;
using Orleans.QuantumMesh.Libp2pBridge;
using Orleans.QuantumMesh.Mesh.Protocol;
using Orleans.QuantumMesh.Mesh.Tests.Conversations;

namespace Orleans.QuantumMesh.Mesh.Tests.Interop;

/// <summary>Our bridge and service nodes of other implementations, over real sockets.</summary>
public sealed class ForeignNodeTests
{
    private static readonly FragmentOperation[] Operations =
    [
        Fragments.Operation(1, "h", 0), Fragments.Operation(2, "cx", 0, 1), Fragments.Operation(3, "ccx", 2, 0, 1), Fragments.Operation(4, "reset", 1), Fragments.Operation(5, "measure", 0, 1, 2),
    ];

    public static TheoryData<string> Implementations => ["go", "js", "rust", "py"];

    [Theory]
    [MemberData(nameof(Implementations))]
    public async Task AForeignNodeIsHeardReservedAndExecutes(string implementation)
    {
        await using Scene scene = await Scene.StartAsync();
        await using PeerProcess process = scene.Node(implementation, "--error-rate", "0.05", "--capacity", "80");
        NodeAdvertisement heard = await scene.HeardAsync();
        Assert.Equal(80, heard.Capacity);
        Assert.NotEmpty(heard.Protocols);
        string token = await scene.ReserveAsync(heard.NodeId, "res-1");
        FragmentCall call = Fragments.Call(token, Operations, shots: 1_001, seed: (UInt128)1 << 64, handoffs: [2]);
        FragmentReply reply = await scene.Bridge.DispatchAsync(heard.NodeId, call);
        Assert.Equal((CallStatus.Answered, null), (reply.Status, reply.Error));
        NodeAnswer answer = NodeAnswerJson.Read(reply.AnswerText!);
        Assert.Equal("ok", answer.Status);
        Assert.NotEmpty(answer.Errors);
        Assert.Equal(4, answer.Measurements.Length);

        FragmentReply again = await scene.Bridge.DispatchAsync(heard.NodeId, call);
        Assert.Equal((reply.AnswerText, reply.Signature), (again.AnswerText, again.Signature));
        await scene.Bridge.ForgetAsync(heard.NodeId, [call.ExecutionId]);
        Assert.Equal("token", NodeAnswerJson.Read((await scene.Bridge.DispatchAsync(heard.NodeId, call)).AnswerText!).Reason);

        ReservationReply[] many = await Task.WhenAll(Enumerable.Range(0, 64).Select(i => scene.PrepareAsync(heard.NodeId, $"res-many-{i}")));
        Assert.All(many, r => Assert.Equal((CallStatus.Answered, "PREPARED"), (r.Status, r.State)));
        Assert.Equal(64, many.Select(r => r.ReservationToken).Distinct().Count());
        await MeshScene.UntilAsync(() => scene.Grains.Heartbeats.Any(h => h.NodeId == heard.NodeId));
        Assert.Contains(scene.Bridge.Status().Links, l => l.PeerId == heard.NodeId);
    }

    [Theory]
    [InlineData("go")]
    [InlineData("js")]
    public async Task AWrongSignatureIsCaught(string implementation)
    {
        await using Scene scene = await Scene.StartAsync();
        await using PeerProcess process = scene.Node(implementation, "--bad-signature");
        NodeAdvertisement heard = await scene.HeardAsync();
        string token = await scene.ReserveAsync(heard.NodeId, "res-1");
        FragmentReply reply = await scene.Bridge.DispatchAsync(heard.NodeId, Fragments.Call(token, Operations));
        Assert.Equal(CallStatus.Invalid, reply.Status);
    }

    [Theory]
    [InlineData("go")]
    [InlineData("js")]
    public async Task AHangingNodeTimesOut(string implementation)
    {
        await using Scene scene = await Scene.StartAsync();
        await using PeerProcess process = scene.Node(implementation, "--hang");
        NodeAdvertisement heard = await scene.HeardAsync();
        Assert.Equal(CallStatus.TimedOut, (await scene.PrepareAsync(heard.NodeId, "res-1", timeout: 300)).Status);
    }

    [Fact]
    public async Task AKilledNodeDropsItsCalls()
    {
        await using Scene scene = await Scene.StartAsync();
        PeerProcess process = scene.Node("go", "--latency-ms", "60000");
        NodeAdvertisement heard = await scene.HeardAsync();
        Task<ReservationReply> waiting = scene.PrepareAsync(heard.NodeId, "res-1", timeout: 30_000);
        await process.DisposeAsync();
        Assert.Equal(CallStatus.Dropped, (await waiting).Status);
    }

    [Theory]
    [MemberData(nameof(Implementations))]
    public async Task AForeignPeerSubmitsOverTheJobStream(string implementation)
    {
        await using Scene scene = await Scene.StartAsync();
        const string jobId = "job-0123456789abcdef0123456789abcdef";
        string circuit = Path.GetTempFileName();
        await File.WriteAllTextAsync(circuit, "OPENQASM 3;\nqubit q;\nh q;\n", MeshScene.Token);
        List<(JobSubmission Submission, Caller Caller)> submitted = [];
        scene.Grains.Answer = (_, method, args) =>
        {
            if (method == nameof(ISubmissionGrain.Submit))
            {
                submitted.Add(((JobSubmission)args[0]!, (Caller)args[1]!));
                return Task.FromResult<Outcome<SubmissionReceipt>>(new SubmissionReceipt(jobId, [], false));
            }

            return Task.FromResult<Outcome<JobDocument>>(new JobDocument
            {
                JobId = jobId,
                State = method == nameof(IJobGrain.Wait) ? JobState.Completed : JobState.Executing,
                Progress = new JobProgress(1, 1, 0, 1, null, false),
                CircuitText = "",
                CreatedAt = DateTimeOffset.UnixEpoch,
                UpdatedAt = DateTimeOffset.UnixEpoch,
                Version = 2,
                Owner = "peer",
            });
        };
        await using PeerProcess process = PeerProcess.Start(implementation, "submit", scene.Host.Addresses[0], "--namespace", "test", "--circuit", circuit, "--shots", "100", "--seed", "340282366920938463463374607431768211455", "--wait");
        System.Text.Json.JsonElement result = await process.WaitForAsync("result");
        Assert.True(result.GetProperty("ok").GetBoolean(), result.GetRawText());
        (JobSubmission submission, Caller caller) = Assert.Single(submitted);
        Assert.Equal((100, UInt128.MaxValue), (submission.Shots, submission.Seed));
        Assert.True(PeerKey.TryParse(caller.Owner, out _));
        File.Delete(circuit);
    }

    private sealed class Scene : IAsyncDisposable
    {
        private Scene(Libp2pMeshHost host)
        {
            Host = host;
            (IGrainFactory factory, Grains) = GrainDoubles.Create();
            Bridge = new MeshBridge(host, factory, new MeshBridgeOptions { Namespace = new MeshNamespace("test") }, TimeProvider.System, NullLogger<MeshBridge>.Instance);
            Bridge.Start();
        }

        public Libp2pMeshHost Host { get; }

        public MeshBridge Bridge { get; }

        public GrainDoubles Grains { get; }

        public static async Task<Scene> StartAsync() => new(await Sockets.HostAsync());

        public PeerProcess Node(string implementation, params string[] options) =>
            PeerProcess.Start(implementation, ["service-node", "--bootstrap", Host.Addresses[0], "--namespace", "test", .. options]);

        public async Task<NodeAdvertisement> HeardAsync()
        {
            await MeshScene.UntilAsync(() => !Grains.Advertisements.IsEmpty);
            return Grains.Advertisements.First();
        }

        public Task<ReservationReply> PrepareAsync(string nodeId, string id, int timeout = 10_000) => Bridge.ReserveAsync(nodeId, new ReservationCall
        {
            Action = "prepare",
            ReservationId = id,
            ServiceType = "programmable_gate",
            Qubits = 3,
            JobId = "job-1",
            FragmentId = "frag-0001",
            TimeoutMs = timeout,
        });

        public async Task<string> ReserveAsync(string nodeId, string id)
        {
            string? token = (await PrepareAsync(nodeId, id)).ReservationToken;
            ReservationReply reply = await Bridge.ReserveAsync(nodeId, new ReservationCall { Action = "commit", ReservationId = id, ReservationToken = token });
            Assert.Equal("COMMITTED", reply.State);
            return token!;
        }

        public async ValueTask DisposeAsync()
        {
            await Bridge.DisposeAsync();
            await Host.DisposeAsync();
        }
    }
}
