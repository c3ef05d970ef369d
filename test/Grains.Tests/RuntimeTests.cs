using System.Text.Json;
using Orleans.QuantumMesh.Core.Circuits;
using Orleans.QuantumMesh.Core.Planning;
using Orleans.QuantumMesh.Grains.Abstractions;
using Orleans.QuantumMesh.ServiceNode;
using Orleans.QuantumMesh.Storage;

namespace Orleans.QuantumMesh.Grains.Tests;

/// <summary>What happens when nodes are late, refuse, fail, vanish, are full, or come late.</summary>
public sealed class RuntimeTests
{
    private static readonly JobSubmission Bell = new() { Circuit = Circuits.Bell };

    [Fact]
    public async Task A_node_that_does_not_answer_is_asked_again_and_then_left_for_its_fallback()
    {
        await using MeshCluster mesh = await StartAsync(options => options.Runtime.AttemptTimeout = TimeSpan.FromMilliseconds(300));
        await mesh.AddNodeAsync("silent", options => options with { Faults = new FaultSettings { DropRate = 1 } });
        await mesh.AddNodeAsync("good", options => options with { Fidelity = 0.99 });
        await mesh.NodesSeenAsync(2);

        JobDocument job = await mesh.EndAsync(await mesh.SubmitAsync(Bell));

        Assert.Null(job.Error);
        JsonElement first = Fragments(job)[0];
        Assert.Equal(["TIMEOUT", "TIMEOUT", "TIMEOUT", "SUCCESS"], Tried(first));
    }

    [Fact]
    public async Task A_node_that_refuses_is_left_for_its_fallback()
    {
        await using MeshCluster mesh = await StartAsync();
        await mesh.AddNodeAsync("surly", options => options with { Faults = new FaultSettings { RejectRate = 1 } });
        await mesh.AddNodeAsync("good", options => options with { Fidelity = 0.99 });
        await mesh.NodesSeenAsync(2);

        JobDocument job = await mesh.EndAsync(await mesh.SubmitAsync(Bell));

        Assert.Null(job.Error);
        Assert.Equal(["REJECTED", "REJECTED", "REJECTED", "SUCCESS"], Tried(Fragments(job)[0]));
    }

    [Fact]
    public async Task Where_all_nodes_fail_the_job_fails_and_names_fragment_node_and_error()
    {
        await using MeshCluster mesh = await StartAsync();
        MeshServiceNode node = await mesh.AddNodeAsync("surly", options => options with { Faults = new FaultSettings { RejectRate = 1 } });
        await mesh.NodesSeenAsync(1);

        JobDocument job = await mesh.EndAsync(await mesh.SubmitAsync(Bell));

        Assert.Equal(JobState.Failed, job.State);
        Assert.Contains("frag-0001", job.Error, StringComparison.Ordinal);
        Assert.Contains(node.PeerId, job.Error, StringComparison.Ordinal);
        Assert.Contains("refused", job.Error, StringComparison.Ordinal);
        Assert.Equal("REJECTED", Fragments(job)[0].GetProperty("status").GetString());
    }

    [Fact]
    public async Task A_node_killed_in_mid_job_is_left_for_its_fallback()
    {
        await using MeshCluster mesh = await StartAsync();
        MeshServiceNode doomed = await mesh.AddNodeAsync("doomed", options => options with { Faults = new FaultSettings { LatencyFromMs = 400, LatencyToMs = 400 } });
        await mesh.AddNodeAsync("good", options => options with { Fidelity = 0.99 });
        await mesh.NodesSeenAsync(2);

        string jobId = await mesh.SubmitAsync(Bell);
        await mesh.UntilAsync(jobId, job => job.Progress.ActiveFragments > 0);
        await mesh.KillNodeAsync(doomed);
        JobDocument job = await mesh.EndAsync(jobId);

        Assert.Null(job.Error);
        Assert.Equal(["NODE_DROP", "SUCCESS"], Tried(Fragments(job)[0]));
    }

    [Fact]
    public async Task Nodes_that_are_all_gone_for_a_moment_are_tried_again()
    {
        await using MeshCluster mesh = await StartAsync();
        static ServiceNodeOptions Slow(ServiceNodeOptions options) => options with { Faults = new FaultSettings { LatencyFromMs = 300, LatencyToMs = 300 } };
        MeshServiceNode one = await mesh.AddNodeAsync("one", Slow);
        MeshServiceNode two = await mesh.AddNodeAsync("two", Slow);
        await mesh.NodesSeenAsync(2);

        string jobId = await mesh.SubmitAsync(Bell);
        await mesh.UntilAsync(jobId, job => job.Progress.ActiveFragments > 0);
        await mesh.KillNodeAsync(one);
        await mesh.KillNodeAsync(two);
        await mesh.EventAsync(jobId, EventNames.FragmentAttemptFailed);
        await mesh.AddNodeAsync("one");
        await mesh.AddNodeAsync("two");
        JobDocument job = await mesh.EndAsync(jobId);

        Assert.Null(job.Error);
        Assert.Contains("NODE_DROP", Tried(Fragments(job)[0]));
    }

    [Fact]
    public async Task A_job_that_waits_for_its_turn_says_at_which_place()
    {
        await using MeshCluster mesh = await StartAsync(options => options.ActiveJobs = 1);
        await mesh.AddNodeAsync("slow", options => options with { Faults = new FaultSettings { LatencyFromMs = 300, LatencyToMs = 300 } });
        await mesh.NodesSeenAsync(1);
        string first = await mesh.SubmitAsync(Bell);
        await mesh.UntilAsync(first, job => job.Progress.ActiveFragments > 0);

        string second = await mesh.SubmitAsync(Bell);
        string third = await mesh.SubmitAsync(Bell);
        JobDocument queued = await mesh.UntilAsync(third, job => job.Queue is not null);

        Assert.Equal((JobState.Queued, 2), (queued.State, queued.Queue!.Position));
        Assert.Null((await mesh.EndAsync(second)).Queue);
        Assert.Null((await mesh.EndAsync(third)).Queue);
    }

    [Fact]
    public async Task Nodes_that_stay_away_end_the_job_with_their_names()
    {
        await using MeshCluster mesh = await StartAsync(options => options.DiscoveryGrace = TimeSpan.FromMilliseconds(300));
        MeshServiceNode gone = await mesh.AddNodeAsync("gone", options => options with { Faults = new FaultSettings { LatencyFromMs = 300, LatencyToMs = 300 } });
        await mesh.NodesSeenAsync(1);

        string jobId = await mesh.SubmitAsync(Bell);
        await mesh.UntilAsync(jobId, job => job.Progress.ActiveFragments > 0);
        await mesh.KillNodeAsync(gone);
        JobDocument job = await mesh.EndAsync(jobId);

        Assert.Equal(JobState.Failed, job.State);
        Assert.Contains(gone.PeerId, job.Error, StringComparison.Ordinal);
        Assert.Contains("waited 0.3 s", job.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_below_the_fidelity_asked_for_is_not_used()
    {
        // The first gate has one node; the second gate's better node has a poor link, so that the hand-over spoils it.
        var submission = new JobSubmission { Circuit = "OPENQASM 3;\ninclude \"stdgates.inc\";\nqubit[2] q;\nh q[0];\ncx q[0], q[1];\n", MinFidelity = 0.9 };
        await using MeshCluster mesh = await StartAsync(options => options.Planning = new PlanningOptions { EntanglementWeight = 0 });
        await mesh.AddNodeAsync("first", options => options with { ServiceTypes = ["hadamard", "cnot", "measurement_feedforward"], Fidelity = 0.97 });
        await mesh.AddNodeAsync("spoilt", options => options with { ServiceTypes = ["cnot"], LinkFidelity = 0.2 });
        await mesh.NodesSeenAsync(2);
        JobDocument job = await mesh.EndAsync(await mesh.SubmitAsync(submission));

        Assert.Null(job.Error);
        Assert.Equal(["QUALITY_DEGRADED", "SUCCESS"], Tried(Fragments(job)[1]));
    }

    [Fact]
    public async Task An_answer_that_comes_late_is_recorded_and_not_used()
    {
        await using MeshCluster mesh = await StartAsync(options =>
        {
            options.Runtime.AttemptTimeout = TimeSpan.FromMilliseconds(700);
            options.Runtime.AttemptsPerNode = 1;
        });
        MeshServiceNode late = await mesh.AddNodeAsync("late", options => options with { Faults = new FaultSettings { LatencyFromMs = 300, LatencyToMs = 300 } });
        await mesh.AddNodeAsync("good", options => options with { Fidelity = 0.99 });
        await mesh.NodesSeenAsync(2);

        string jobId = await mesh.SubmitAsync(new JobSubmission { Circuit = Circuits.Wide(1) });
        JobDocument job = await mesh.EndAsync(jobId);
        RecordedEvent superseded = await mesh.EventAsync(jobId, EventNames.FragmentSuperseded);

        Assert.Equal(JobState.Completed, job.State);
        Assert.Equal(["TIMEOUT", "SUCCESS"], Tried(Fragments(job)[0]));
        Assert.Equal(late.PeerId, EventJson.Shared.Read<FragmentSuperseded>(superseded.Type, superseded.Payload).NodeId);
    }

    [Fact]
    public async Task Many_jobs_on_few_slots_all_complete()
    {
        await using MeshCluster mesh = await StartAsync();
        await mesh.AddNodeAsync("alice", options => options with { Capacity = 2 });
        await mesh.AddNodeAsync("bob", options => options with { Capacity = 2 });
        await mesh.NodesSeenAsync(2);

        var submission = new JobSubmission { Circuit = Circuits.Wide(20), Fragmentation = Fragmentation.PerOperation, NoiseShots = 1, Shots = 1 };
        string[] jobs = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => mesh.SubmitAsync(submission)));
        JobDocument[] done = await Task.WhenAll(jobs.Select(mesh.EndAsync));

        Assert.All(done, job => Assert.Equal((JobState.Completed, 20), (job.State, job.Progress.CompletedFragments)));
        Assert.Equal(0, mesh.Service<AdmissionQueue>().Waiting);
    }

    [Fact]
    public async Task A_job_waits_for_nodes_that_come_later()
    {
        await using MeshCluster mesh = await StartAsync();
        string jobId = await mesh.SubmitAsync(Bell);
        await mesh.UntilAsync(jobId, job => job.State == JobState.Compiling);

        await mesh.AddNodeAsync("late");
        JobDocument job = await mesh.EndAsync(jobId);

        Assert.Equal(JobState.Completed, job.State);
    }

    [Fact]
    public async Task Without_any_candidate_the_job_fails_once_the_grace_is_over()
    {
        await using MeshCluster mesh = await StartAsync(options => options.DiscoveryGrace = TimeSpan.Zero);

        JobDocument job = await mesh.EndAsync(await mesh.SubmitAsync(Bell));

        Assert.Equal(JobState.Failed, job.State);
        Assert.Contains("no service node is known", job.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_deadline_ends_a_job_that_waits()
    {
        await using MeshCluster mesh = await StartAsync();

        JobDocument job = await mesh.EndAsync(await mesh.SubmitAsync(Bell with { DeadlineSeconds = 0.2 }));

        Assert.Equal(JobState.Failed, job.State);
        Assert.Contains("deadline", job.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cancelled_job_gives_its_slots_back_and_stays_cancelled()
    {
        await using MeshCluster mesh = await StartAsync();
        await mesh.AddNodeAsync("slow", options => options with { Capacity = 1, Faults = new FaultSettings { LatencyFromMs = 300, LatencyToMs = 300 } });
        await mesh.NodesSeenAsync(1);
        string jobId = await mesh.SubmitAsync(Bell);
        await mesh.UntilAsync(jobId, job => job.Progress.ActiveFragments > 0);

        JobDocument cancelled = (await mesh.Job(jobId).Cancel(new Caller())).Value!;
        Problem again = (await mesh.Job(jobId).Cancel(new Caller())).Problem!;
        JobDocument next = await mesh.EndAsync(await mesh.SubmitAsync(Bell));

        Assert.Equal(JobState.Cancelled, cancelled.State);
        Assert.Equal("conflict", again.Error);
        Assert.Equal(JobState.Completed, next.State);
        Assert.Equal(JobState.Cancelled, (await mesh.Job(jobId).Get(false, new Caller())).Value!.State);
    }

    [Fact]
    public async Task A_loop_that_does_not_end_fails_and_names_its_bound()
    {
        await using MeshCluster mesh = await StartAsync(options => options.Circuits = CircuitOptions.Default with { MaximumRunTimeTurns = 5 });
        await mesh.AddNodeAsync("alice");
        await mesh.NodesSeenAsync(1);

        JobDocument job = await mesh.EndAsync(await mesh.SubmitAsync(new JobSubmission { Circuit = Circuits.Endless, NoiseShots = 2 }));

        Assert.Equal(JobState.Failed, job.State);
        Assert.Contains("5 turns", job.Error, StringComparison.Ordinal);
    }

    private static Task<MeshCluster> StartAsync(Action<GrainsOptions>? configure = null) =>
        MeshCluster.StartAsync(new MeshClusterOptions { Silos = 1, Grains = configure });

    private static JsonElement[] Fragments(JobDocument job) =>
        [.. JsonDocument.Parse(job.ResultJson!).RootElement.GetProperty("fragment_results").EnumerateArray()];

    private static string[] Tried(JsonElement fragment) =>
        [.. fragment.GetProperty("tried").EnumerateArray().Select(tried => tried.GetProperty("status").GetString()!)];
}
