using System.Text.Json;

namespace Orleans.QuantumMesh.EndToEnd.Tests;

/// <summary>The coordinator is killed at each row of the design's table and started again on the same data: every acknowledged job completes, and no node did anything twice.</summary>
public sealed class CrashTests(CrashTests.Nodes mesh) : IClassFixture<CrashTests.Nodes>
{
    private const int Jobs = 4;

    /// <summary>Two nodes that outlive the coordinators of one data folder.</summary>
    public sealed class Nodes : IAsyncLifetime
    {
        private readonly TemporaryFolder folder = new();

        public string Data => folder.Sub("data");

        public IReadOnlyList<Node> All { get; private set; } = [];

        public async ValueTask InitializeAsync()
        {
            await using Coordinator first = await Coordinator.StartAsync(Data);
            All = await Task.WhenAll(
                Node.StartAsync("one", first.Multiaddr, folder.Sub("one")),
                Node.StartAsync("two", first.Multiaddr, folder.Sub("two")));
        }

        public async ValueTask DisposeAsync()
        {
            foreach (Node node in All)
            {
                await node.DisposeAsync();
            }

            folder.Dispose();
        }
    }

    [Theory]
    [InlineData("after_submission_commit")]
    [InlineData("after_plan")]
    [InlineData("after_prepare_sent")]
    [InlineData("after_intent")]
    [InlineData("after_answer_before_commit")]
    [InlineData("after_last_answer")]
    public async Task Every_acknowledged_job_completes_after_a_kill(string crashPoint)
    {
        HashSet<string> acknowledged = [];
        string key = $"{crashPoint}-";
        Coordinator doomed = await Coordinator.StartAsync(mesh.Data, "--experiments", $"--Grains:CrashPoint={crashPoint}");
        await using (doomed)
        {
            await doomed.WithNodesAsync(2);
            try
            {
                for (int i = 0; i < Jobs; i++)
                {
                    acknowledged.Add(await doomed.Api.SubmitAsync(Circuits.Example("walkthrough"), Seed(i), key + i));
                }
            }
            catch (HttpRequestException)
            {
                // It died before it answered; what it had kept is found by the key below.
            }

            Assert.NotEqual(0, await doomed.Process.Exited);
        }

        await using Coordinator again = await Coordinator.StartAsync(mesh.Data, "--Grains:SweepPeriod=00:00:01");
        for (int i = 0; i < Jobs; i++)
        {
            acknowledged.Add(await again.Api.SubmitAsync(Circuits.Example("walkthrough"), Seed(i), key + i));
        }

        Assert.Equal(Jobs, acknowledged.Count);
        List<string> used = [];
        foreach (string jobId in acknowledged)
        {
            JsonElement job = await again.Api.CompletedAsync(jobId);
            Assert.Equal("{\"0\":1024}", job.GetProperty("result").GetProperty("quantum_result").GetProperty("counts").GetRawText());
            JsonElement[] fragments = [.. job.GetProperty("result").GetProperty("fragment_results").EnumerateArray()];
            Assert.Equal(fragments.Length, fragments.Select(fragment => fragment.GetProperty("fragment_id").GetString()).Distinct().Count());
            used.AddRange(fragments.Select(fragment => fragment.GetProperty("execution_id").GetString()!));
        }

        Assert.Equal(used.Count, used.Distinct().Count());
        ILookup<string, string> executed = mesh.All.SelectMany(node => node.FirstExecutions).ToLookup(id => id);
        Assert.All(used, id => Assert.Single(executed[id]));
    }

    private static Action<System.Text.Json.Nodes.JsonObject> Seed(int seed) => body => body["seed"] = seed;
}
