using System.Globalization;
using System.Text.Json;

namespace Orleans.QuantumMesh.EndToEnd.Tests;

/// <summary>A job whose answers are far larger than a frame, on a noisy node, through a kill in the middle of it.</summary>
public sealed class SplitTests
{
    private const int Gates = 1_000;

    [Fact]
    public async Task A_job_that_fills_frames_completes_in_parts_though_the_coordinator_is_killed()
    {
        using TemporaryFolder folder = new();
        string[] gates = ["x", "z", "s", "sx"];
        string circuit = "OPENQASM 3;\ninclude \"stdgates.inc\";\nqubit[4] q;\n"
            + string.Concat(Enumerable.Range(0, Gates).Select(i => string.Create(CultureInfo.InvariantCulture, $"{gates[i * 7 % 4]} q[{i * 5 % 4}];\n")));
        string jobId;
        Node node;
        await using (Coordinator doomed = await Coordinator.StartAsync(folder.Sub("data"), "--experiments", "--Grains:CrashPoint=after_split"))
        {
            node = await Node.StartAsync("noisy", doomed.Multiaddr, folder.Sub("noisy"), "--fidelity", "0.9", "--capacity", "1");
            await doomed.WithNodesAsync(1);
            jobId = await doomed.Api.SubmitAsync(circuit, body =>
            {
                body["noise_shots"] = 65_536;
                body["min_fidelity"] = 0.1;
            });
            await doomed.Process.Exited;
        }

        await using Node outlives = node;
        await using Coordinator again = await Coordinator.StartAsync(folder.Sub("data"), "--Grains:SweepPeriod=00:00:01");
        JsonElement result = (await again.Api.CompletedAsync(jobId)).GetProperty("result");
        JsonElement plan = await again.Api.GetAsync($"plans/{(await again.Api.GetAsync($"jobs/{jobId}")).GetProperty("plan_id").GetString()}");

        JsonElement[] rows = [.. result.GetProperty("fragment_results").EnumerateArray()];
        Assert.All(rows, row => Assert.Equal("SUCCESS", row.GetProperty("status").GetString()));
        Assert.Equal(Gates, rows.Sum(row => row.GetProperty("gate_count").GetInt32()));
        string[] planned = [.. plan.GetProperty("fragment_order").EnumerateArray().Select(id => id.GetString()!)];
        Assert.Equal(planned, rows.Select(row => row.GetProperty("fragment_id").GetString()!.Split('.')[0]).Distinct());
        Assert.True(rows.Length > 2 * planned.Length, $"{rows.Length} rows of {planned.Length} fragments");
        Assert.Equal(65_536, result.GetProperty("quantum_result").GetProperty("noise").GetProperty("shots").GetInt32());

        string[] executed = [.. node.FirstExecutions];
        Assert.Equal(rows.Select(row => row.GetProperty("execution_id").GetString()!).Order(StringComparer.Ordinal), executed.Order(StringComparer.Ordinal));
    }
}
