using Microsoft.Extensions.Logging.Abstractions;

using Orleans.QuantumMesh.Core.Simulation;
using Orleans.QuantumMesh.Grains.Abstractions;
using Orleans.QuantumMesh.Libp2pBridge;
using Orleans.QuantumMesh.Mesh.Protocol;
using Orleans.QuantumMesh.ServiceNode;

namespace Orleans.QuantumMesh.Mesh.Tests.Conversations;

/// <summary>A bridge and a node on an in-memory mesh.</summary>
internal sealed class MeshScene : IAsyncDisposable
{
    private readonly List<IAsyncDisposable> _owned = [];

    public MeshScene(TimeProvider? time = null)
    {
        Time = time ?? TimeProvider.System;
        Mesh = new InMemoryMesh(1, Time);
        BridgeHost = Mesh.CreateHost("bridge");
        (IGrainFactory factory, Grains) = GrainDoubles.Create();
        Bridge = new MeshBridge(BridgeHost, factory, new MeshBridgeOptions(), Time, NullLogger<MeshBridge>.Instance);
        Bridge.Start();
    }

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public TimeProvider Time { get; }

    public InMemoryMesh Mesh { get; }

    public InMemoryMeshHost BridgeHost { get; }

    public MeshBridge Bridge { get; }

    public GrainDoubles Grains { get; }

    public async Task<(MeshServiceNode Node, InMemoryMeshHost Host)> StartNodeAsync(ServiceNodeOptions? options = null, IAnswerStore? answers = null, string name = "node", bool connect = true)
    {
        InMemoryMeshHost host = Mesh.CreateHost(name);
        MeshServiceNode node = MeshServiceNode.Start(host, options ?? new ServiceNodeOptions(), answers ?? new MemoryAnswerStore(Time), Time);
        _owned.Add(node);
        _owned.Add(host);
        if (connect)
        {
            await host.ConnectAsync(BridgeHost.Addresses[0], Token);
        }

        return (node, host);
    }

    public Task<ReservationReply> PrepareAsync(string nodeId, string id = "res-1", int ttl = 30_000, int timeout = 5_000, string service = "programmable_gate", int qubits = 1, double minFidelity = 0) =>
        Bridge.ReserveAsync(nodeId, new ReservationCall { Action = "prepare", ReservationId = id, ServiceType = service, Qubits = qubits, TtlMs = ttl, TimeoutMs = timeout, MinFidelity = minFidelity, JobId = "job-1", FragmentId = "frag-0001" });

    public Task<ReservationReply> AskAsync(string nodeId, string action, string? token, string id = "res-1") =>
        Bridge.ReserveAsync(nodeId, new ReservationCall { Action = action, ReservationId = id, ReservationToken = token });

    public async Task<string> ReserveAsync(string nodeId, string id = "res-1")
    {
        string? token = (await PrepareAsync(nodeId, id)).ReservationToken;
        Assert.Equal("COMMITTED", (await AskAsync(nodeId, "commit", token, id)).State);
        return token!;
    }

    public async Task<(FragmentReply Reply, NodeAnswer Answer)> DispatchAsync(string nodeId, FragmentCall call)
    {
        FragmentReply reply = await Bridge.DispatchAsync(nodeId, call);
        Assert.Equal((CallStatus.Answered, null), (reply.Status, reply.Error));
        return (reply, NodeAnswerJson.Read(reply.AnswerText!));
    }

    /// <summary>Waits until the condition holds, looking again every few milliseconds.</summary>
    public static async Task UntilAsync(Func<bool> condition)
    {
        using PeriodicTimer timer = new(TimeSpan.FromMilliseconds(3));
        while (!condition())
        {
            await timer.WaitForNextTickAsync(Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (IAsyncDisposable owned in Enumerable.Reverse(_owned))
        {
            await owned.DisposeAsync();
        }

        await Bridge.DisposeAsync();
        await BridgeHost.DisposeAsync();
    }
}
