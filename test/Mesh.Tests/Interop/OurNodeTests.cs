using System.Text.Json;

using Orleans.QuantumMesh.Libp2p;
using Orleans.QuantumMesh.Libp2pBridge;
using Orleans.QuantumMesh.ServiceNode;

namespace Orleans.QuantumMesh.Mesh.Tests.Interop;

/// <summary>Our service node before the conformance probes of other implementations, over real sockets.</summary>
public sealed class OurNodeTests
{
    [Theory]
    [InlineData("go")]
    [InlineData("py")]
    public Task TheProbePassesEveryCheckOfAnIdealAndOfANoisyAndSlowNode(string probe) => Task.WhenAll(
        ProbeAsync(probe, new ServiceNodeOptions { Fidelity = 1, LinkFidelity = 1, ReadoutError = 0 }),
        ProbeAsync(probe, new ServiceNodeOptions { Fidelity = 0.95, LinkFidelity = 0.9, ReadoutError = 0.05, Faults = new FaultSettings { LatencyFromMs = 1, LatencyToMs = 30 } }));

    [Theory]
    [InlineData("go")]
    [InlineData("py")]
    public async Task ARestartedNodeGivesTheSameAnswer(string probe)
    {
        string folder = Directory.CreateTempSubdirectory("node-").FullName;
        try
        {
            string kept = Path.Combine(folder, "kept");
            await RunAsync("--keep", kept, "--until", "signature");
            await RunAsync("--recall", kept);

            async Task RunAsync(params string[] more)
            {
                await using Libp2pMeshHost host = await Sockets.HostAsync(PeerIdentity.LoadOrCreate(Path.Combine(folder, "key")));
                await using AnswerStore answers = AnswerStore.Open(folder, TimeProvider.System);
                await using MeshServiceNode node = MeshServiceNode.Start(host, new ServiceNodeOptions { Namespace = new("probe") }, answers, TimeProvider.System);
                await using PeerProcess process = PeerProcess.Start(probe, ["coordinator-probe", host.Addresses[0], "--namespace", "probe", .. more]);
                await PassesAsync(process, atLeast: 1);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task ProbeAsync(string probe, ServiceNodeOptions options)
    {
        string folder = Directory.CreateTempSubdirectory("node-").FullName;
        try
        {
            await using Libp2pMeshHost host = await Sockets.HostAsync();
            await using AnswerStore answers = AnswerStore.Open(folder, TimeProvider.System);
            await using MeshServiceNode node = MeshServiceNode.Start(host, options with { Capacity = 3, Namespace = new("probe") }, answers, TimeProvider.System);
            await using PeerProcess process = PeerProcess.Start(probe, "coordinator-probe", host.Addresses[0], "--namespace", "probe", "--strict");
            await PassesAsync(process, atLeast: 77);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task PassesAsync(PeerProcess process, int atLeast)
    {
        List<string> failed = [];
        int checks = 0;
        await foreach (JsonElement line in process.EventsAsync("check", "result"))
        {
            if (line.GetProperty("event").GetString() == "result")
            {
                Assert.Empty(failed);
                Assert.True(line.GetProperty("ok").GetBoolean(), line.GetRawText());
                Assert.True(checks >= atLeast, $"{checks} checks");
                return;
            }

            checks++;
            if (!line.GetProperty("ok").GetBoolean())
            {
                failed.Add(line.GetRawText());
            }
        }

        Assert.Fail("the probe ended without a result");
    }
}
