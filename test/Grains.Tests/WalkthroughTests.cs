using System.Text.Json;
using Orleans.QuantumMesh.Grains.Abstractions;

namespace Orleans.QuantumMesh.Grains.Tests;

/// <summary>Circuits through submission, plan, journal, fold and result, on two silos and an in-memory mesh.</summary>
public sealed class WalkthroughTests
{
    private const string Bell = """
        OPENQASM 3;
        include "stdgates.inc";
        qubit[2] q;
        bit[2] c;
        h q[0];
        cx q[0], q[1];
        c = measure q;
        """;

    private const string Walkthrough = """
        OPENQASM 3;
        qubit[2] q;
        bit[1] c;
        bell_pair q[0], q[1];
        cnot q[0], q[1];
        cz q[0], q[1];
        teleport q[0], q[1];
        syndrome_extraction q[0];
        distillation q[1];
        measure q[0] -> c[0];
        """;

    [Fact]
    public async Task A_bell_pair_runs_end_to_end_and_is_correlated()
    {
        await using MeshCluster mesh = await MeshCluster.StartAsync();
        await mesh.AddNodeAsync("alice");
        await mesh.AddNodeAsync("bob");
        await mesh.NodesSeenAsync(2);

        string jobId = await mesh.SubmitAsync(new JobSubmission { Circuit = Bell });
        JobDocument job = await mesh.EndAsync(jobId);

        Assert.Null(job.Error);
        Assert.Equal(JobState.Completed, job.State);
        using JsonDocument result = JsonDocument.Parse(job.ResultJson!);
        JsonElement quantum = result.RootElement.GetProperty("quantum_result");
        Assert.Equal(487, quantum.GetProperty("counts").GetProperty("00").GetInt32());
        Assert.Equal(537, quantum.GetProperty("counts").GetProperty("11").GetInt32());
        JsonElement[] fragments = [.. result.RootElement.GetProperty("fragment_results").EnumerateArray()];
        Assert.All(fragments, fragment => Assert.Equal("SUCCESS", fragment.GetProperty("status").GetString()));
    }

    [Fact]
    public async Task The_walkthrough_gives_the_contracts_check_values()
    {
        await using MeshCluster mesh = await MeshCluster.StartAsync();
        await mesh.AddNodeAsync("alice");
        await mesh.AddNodeAsync("bob");
        await mesh.NodesSeenAsync(2);

        JobDocument job = await mesh.EndAsync(await mesh.SubmitAsync(new JobSubmission { Circuit = Walkthrough }));

        Assert.Null(job.Error);
        using JsonDocument result = JsonDocument.Parse(job.ResultJson!);
        JsonElement quantum = result.RootElement.GetProperty("quantum_result");
        Assert.Equal(1024, quantum.GetProperty("counts").GetProperty("0").GetInt32());
        Assert.Equal(1, quantum.GetProperty("observable_expectations").GetProperty("Z_q0").GetDouble(), 9);
        Assert.Equal(0, quantum.GetProperty("observable_expectations").GetProperty("Z_q1").GetDouble(), 9);
        Assert.Equal(1, quantum.GetProperty("bloch_vectors").GetProperty("q1").GetProperty("x").GetDouble(), 9);
        Assert.Equal(7, result.RootElement.GetProperty("fragment_results").GetArrayLength());
    }
}
