using System.Text.Json;

namespace Orleans.QuantumMesh.EndToEnd.Tests;

/// <summary>Peers of other libp2p implementations take part: as service nodes, and as submitters.</summary>
public sealed class PeerTests(MeshFixture mesh)
{
    [Fact]
    public async Task Service_nodes_of_go_js_rust_and_py_are_planned_with_and_execute_the_walkthrough_together()
    {
        // Each kind alone offers some of the services, so that each has to do its part.
        (string Implementation, string[] Services)[] shares =
        [
            ("go", ["bell_pair", "cnot"]),
            ("js", ["cz", "teleportation"]),
            ("rust", ["syndrome_extraction", "distillation"]),
            ("py", ["measurement_feedforward"]),
        ];
        using TemporaryFolder folder = new();
        await using Coordinator coordinator = await Coordinator.StartAsync(folder.Sub("data"));
        List<Peer> peers = [];
        try
        {
            Dictionary<string, string> ids = [];
            foreach ((string implementation, string[] services) in shares)
            {
                Peer peer = Peer.Start(implementation, ["service-node", "--bootstrap", coordinator.Multiaddr, "--namespace", "quantum-mesh", "--listen", "0", .. services.SelectMany(service => new[] { "--service-type", service })]);
                peers.Add(peer);
                ids[implementation] = (await peer.EventAsync("listening")).GetProperty("peer").GetString()!;
            }

            await coordinator.WithNodesAsync(shares.Length);
            JsonElement job = await coordinator.Api.RunAsync(Circuits.Example("walkthrough"), body => body["seed"] = 0);
            JsonElement result = job.GetProperty("result");
            Assert.Equal("{\"0\":1024}", result.GetProperty("quantum_result").GetProperty("counts").GetRawText());
            Dictionary<string, string> executed = result.GetProperty("fragment_results").EnumerateArray()
                .ToDictionary(fragment => fragment.GetProperty("service_type").GetString()!, fragment => fragment.GetProperty("node_id").GetString()!);
            Assert.All(shares, share => Assert.All(share.Services, service => Assert.Equal(ids[share.Implementation], executed[service])));
        }
        finally
        {
            foreach (Peer peer in peers)
            {
                await peer.DisposeAsync();
            }
        }
    }

    [Theory]
    [InlineData("go")]
    [InlineData("js")]
    [InlineData("rust")]
    [InlineData("py")]
    public async Task A_peer_submits_the_walkthrough_over_the_job_stream_and_reads_its_result(string implementation)
    {
        string multiaddr = (await mesh.Api.GetAsync("bootstrap/libp2p")).GetProperty("listen_multiaddrs")[0].GetString()!;
        await using Peer peer = Peer.Start(implementation, ["submit", multiaddr, "--namespace", "quantum-mesh", "--circuit", Circuits.ExampleFile("walkthrough"), "--seed", "0", "--wait"]);
        JsonElement job = await peer.EventAsync("job");
        while (job.GetProperty("body").GetProperty("status").GetString() != "COMPLETED")
        {
            job = await peer.EventAsync("job");
        }

        Assert.Equal("{\"0\":1024}", job.GetProperty("body").GetProperty("result").GetProperty("quantum_result").GetProperty("counts").GetRawText().Replace(" ", "", StringComparison.Ordinal));
        Assert.True((await peer.EventAsync("result")).GetProperty("ok").GetBoolean());
    }
}
