using System.Text.Json;
using Orleans.QuantumMesh.Cli;
using Orleans.QuantumMesh.Cli.Processes;

namespace Orleans.QuantumMesh.EndToEnd.Tests;

/// <summary>Nodes that die, come late or are few.</summary>
public sealed class NodeLossTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_job_whose_node_is_killed_completes_on_the_fallback_and_says_so()
    {
        using TemporaryFolder folder = new();
        await using Coordinator coordinator = await Coordinator.StartAsync(folder.Sub("data"), "--Grains:Runtime:AttemptTimeout=00:00:02");
        // Slow enough that the chosen one dies in the middle of its work.
        await using Node one = await Node.StartAsync("one", coordinator.Multiaddr, folder.Sub("one"), "--latency-ms", "30");
        await using Node two = await Node.StartAsync("two", coordinator.Multiaddr, folder.Sub("two"), "--latency-ms", "30");
        await coordinator.WithNodesAsync(2);

        string jobId = await coordinator.Api.SubmitAsync(Circuits.Chain(30), body => body["fragmentation"] = "per_operation");
        JsonElement running = await coordinator.Api.GetAsync($"jobs/{jobId}");
        while (running.GetProperty("progress").GetProperty("completed_fragments").GetInt32() < 2)
        {
            running = await coordinator.Api.GetAsync($"jobs/{jobId}?result_detail=summary");
            Assert.Contains(running.GetProperty("status").GetString(), new[] { "QUEUED", "COMPILING", "RESERVING", "EXECUTING" });
        }

        // What is not done yet goes to the last fragment's node, chosen once for all by the plan.
        JsonElement plan = await coordinator.Api.GetAsync($"plans/{running.GetProperty("plan_id").GetString()}");
        string last = plan.GetProperty("fragment_order").EnumerateArray().Last().GetString()!;
        string chosen = plan.GetProperty("assignments").GetProperty(last).GetProperty("primary_node_id").GetString()!;
        Node doomed = chosen == one.PeerId ? one : two;
        Node fallback = chosen == one.PeerId ? two : one;
        await doomed.KillAsync();
        JsonElement job = await coordinator.Api.CompletedAsync(jobId);
        JsonElement moved = job.GetProperty("result").GetProperty("fragment_results").EnumerateArray().Single(fragment => fragment.GetProperty("fragment_id").GetString() == last);
        Assert.Equal((fallback.PeerId, "SUCCESS"), (moved.GetProperty("node_id").GetString(), moved.GetProperty("status").GetString()));
        Assert.Contains(moved.GetProperty("tried").EnumerateArray(), attempt =>
            attempt.GetProperty("node_id").GetString() == doomed.PeerId && attempt.GetProperty("status").GetString() is "NODE_DROP" or "TIMEOUT");
    }

    [Fact]
    public async Task A_mesh_that_is_told_to_end_leaves_its_jobs_for_its_next_start()
    {
        using TemporaryFolder folder = new();
        MeshOptions options = new() { DataFolder = folder.Sub("data"), Nodes = 2, NodeArguments = ["--latency-ms", "20"] };
        string jobId;
        await using (MeshProcesses mesh = await MeshProcesses.StartAsync(Installation.Find(), options, Token))
        {
            using Api api = new(mesh.Address);
            using GatewayClient client = new(mesh.Address);
            await MeshReadiness.WaitAsync(client, 2, Token);
            jobId = await api.SubmitAsync(Circuits.Chain(40), body => body["fragmentation"] = "per_operation");
            while ((await api.GetAsync($"jobs/{jobId}?result_detail=summary")).GetProperty("progress").GetProperty("completed_fragments").GetInt32() < 2)
            {
                Token.ThrowIfCancellationRequested();
            }
        }

        await using MeshProcesses again = await MeshProcesses.StartAsync(Installation.Find(), options with { NodeArguments = [] }, Token);
        using Api next = new(again.Address);
        JsonElement job = await next.CompletedAsync(jobId);
        Assert.All(job.GetProperty("result").GetProperty("fragment_results").EnumerateArray(), fragment => Assert.Equal(1, fragment.GetProperty("attempts").GetInt32()));
    }

    [Fact]
    public async Task A_job_whose_nodes_appear_ten_seconds_later_completes()
    {
        using TemporaryFolder folder = new();
        await using Coordinator coordinator = await Coordinator.StartAsync(folder.Sub("data"));
        string jobId = await coordinator.Api.SubmitAsync(Circuits.Bell);
        JsonElement waiting = await coordinator.Api.GetAsync($"jobs/{jobId}?wait=10");
        while (waiting.GetProperty("status").GetString() != "COMPILING" || Age(waiting) < TimeSpan.FromSeconds(10))
        {
            Assert.DoesNotContain(waiting.GetProperty("status").GetString(), new[] { "FAILED", "COMPLETED", "CANCELLED" });
            waiting = await coordinator.Api.GetAsync($"jobs/{jobId}?wait=1");
        }

        await using Node node = await Node.StartAsync("late", coordinator.Multiaddr, folder.Sub("late"));
        await coordinator.Api.CompletedAsync(jobId);
    }

    [Fact]
    public async Task Sixty_four_jobs_of_twenty_parallel_gates_complete_on_two_nodes_with_two_slots()
    {
        using TemporaryFolder folder = new();
        await using Coordinator coordinator = await Coordinator.StartAsync(folder.Sub("data"));
        await using Node one = await Node.StartAsync("one", coordinator.Multiaddr, folder.Sub("one"), "--capacity", "2");
        await using Node two = await Node.StartAsync("two", coordinator.Multiaddr, folder.Sub("two"), "--capacity", "2");
        await coordinator.WithNodesAsync(2);
        string circuit = Circuits.Parallel(20);
        string[] jobs = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => coordinator.Api.SubmitAsync(circuit, body =>
        {
            body["fragmentation"] = "per_operation";
            body["noise_shots"] = 0;
        })));
        HashSet<string> used = [];
        foreach (string jobId in jobs)
        {
            JsonElement job = await coordinator.Api.CompletedAsync(jobId);
            Assert.Equal(20, job.GetProperty("progress").GetProperty("completed_fragments").GetInt32());
            used.UnionWith(job.GetProperty("result").GetProperty("fragment_results").EnumerateArray().Select(fragment => fragment.GetProperty("execution_id").GetString()!));
        }

        Assert.Equal(64 * 20, used.Count);
        Assert.Subset(new HashSet<string>(one.FirstExecutions.Concat(two.FirstExecutions)), used);
    }

    [Fact]
    public async Task Two_coordinators_run_side_by_side()
    {
        using TemporaryFolder folder = new();
        await using Coordinator first = await Coordinator.StartAsync(folder.Sub("first"));
        await using Coordinator second = await Coordinator.StartAsync(folder.Sub("second"));
        await using Node ofFirst = await Node.StartAsync("node", first.Multiaddr, folder.Sub("of-first"));
        await using Node ofSecond = await Node.StartAsync("node", second.Multiaddr, folder.Sub("of-second"));
        await first.WithNodesAsync(1);
        await second.WithNodesAsync(1);
        JsonElement[] jobs = await Task.WhenAll(first.Api.RunAsync(Circuits.Bell), second.Api.RunAsync(Circuits.Bell));
        Assert.Equal(
            [ofFirst.PeerId, ofSecond.PeerId],
            jobs.Select(job => job.GetProperty("result").GetProperty("fragment_results")[0].GetProperty("node_id").GetString()!));
        Assert.NotEqual(first.Multiaddr, second.Multiaddr);
    }

    [Fact]
    public async Task A_restarted_coordinator_is_found_again_by_its_nodes()
    {
        using TemporaryFolder folder = new();
        Coordinator before = await Coordinator.StartAsync(folder.Sub("data"));
        await using Node node = await Node.StartAsync("node", before.Multiaddr, folder.Sub("node"));
        await before.WithNodesAsync(1);
        string jobId = await before.Api.SubmitAsync(Circuits.Bell);
        JsonElement result = (await before.Api.CompletedAsync(jobId)).GetProperty("result");
        await before.KillAsync();
        await before.DisposeAsync();

        await using Coordinator after = await Coordinator.StartAsync(folder.Sub("data"));
        Assert.Equal(before.Multiaddr, after.Multiaddr);
        await after.WithNodesAsync(1);
        Assert.True(JsonElement.DeepEquals(result, (await after.Api.GetAsync($"jobs/{jobId}")).GetProperty("result")));
        await after.Api.RunAsync(Circuits.Bell);
    }

    private static TimeSpan Age(JsonElement job) => DateTimeOffset.UtcNow - job.GetProperty("created_at").GetDateTimeOffset();
}
