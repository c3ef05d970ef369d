using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json;

namespace Orleans.QuantumMesh.EndToEnd.Tests;

/// <summary>The memory of what is no longer wanted.</summary>
public sealed class MemoryTests
{
    private const long StateBytes = 16L << 24;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_cancelled_simulation_gives_its_memory_back_at_once()
    {
        using TemporaryFolder folder = new();
        await using Coordinator coordinator = await Coordinator.StartAsync(folder.Sub("data"));
        await using Node node = await Node.StartAsync("one", coordinator.Multiaddr, folder.Sub("one"));
        await coordinator.WithNodesAsync(1);
        using Process process = Process.GetProcessById(coordinator.Process.Id);
        string jobId = await coordinator.Api.SubmitAsync(Layers(24, 80), body =>
        {
            body["noise_shots"] = 1;
            body["mode"] = "centralized";
        });
        long before = process.WorkingSet64;

        await WorkingSetAsync(bytes => bytes > before + (StateBytes / 2));
        using HttpResponseMessage answer = await coordinator.Api.PostAsync($"jobs/{jobId}/cancel", "{}");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        await WorkingSetAsync(bytes => bytes < before + (StateBytes / 2));
        JsonElement job = await coordinator.Api.GetAsync($"jobs/{jobId}");
        Assert.Equal("CANCELLED", job.GetProperty("status").GetString());

        async Task WorkingSetAsync(Func<long, bool> wanted)
        {
            process.Refresh();
            while (!wanted(process.WorkingSet64))
            {
                _ = await coordinator.Api.GetAsync("health");
                process.Refresh();
                Token.ThrowIfCancellationRequested();
            }
        }
    }

    private static string Layers(int qubits, int layers) =>
        $"OPENQASM 3.0;\nqubit[{qubits}] q;\n" + string.Concat(Enumerable.Range(0, layers * qubits).Select(place => string.Create(
            CultureInfo.InvariantCulture,
            $"ry(0.{1 + place}) q[{place % qubits}];\ncx q[{place % qubits}], q[{(place + 1) % qubits}];\n")));
}
