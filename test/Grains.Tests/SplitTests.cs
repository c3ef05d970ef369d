using System.Text.Json;
using Orleans.QuantumMesh.Grains.Abstractions;
using Orleans.QuantumMesh.ServiceNode;
using Orleans.QuantumMesh.Storage;

namespace Orleans.QuantumMesh.Grains.Tests;

/// <summary>A fragment whose answer is larger than a frame is dispatched in halves, down to what fits.</summary>
public sealed class SplitTests
{
    private const int Gates = 40;

    // With these shots and errors some twelve gates fill a frame.
    private static readonly JobSubmission Large = new()
    {
        Circuit = $"OPENQASM 3;\ninclude \"stdgates.inc\";\nqubit[2] q;\n{string.Concat(Enumerable.Repeat("x q[0];\nz q[1];\n", Gates / 2))}",
        NoiseShots = 20_000,
        Shots = 16,
        MinFidelity = 0.1,
    };

    public static TheoryData<string> Points => [CrashPointNames.AfterIntent, CrashPointNames.AfterAnswerBeforeCommit, CrashPointNames.AfterSplit];

    [Fact]
    public async Task Each_part_is_answered_once_and_all_in_the_fragments_place()
    {
        await using MeshCluster mesh = await StartAsync();
        await mesh.AddNodeAsync("noisy", Noisy);
        await mesh.NodesSeenAsync(1);

        string jobId = await mesh.SubmitAsync(Large);
        JobDocument job = await mesh.EndAsync(jobId);
        JsonElement result = JsonDocument.Parse((await mesh.Job(jobId).Get(false, new Caller())).Value!.ResultJson!).RootElement;
        JsonElement[] rows = [.. result.GetProperty("fragment_results").EnumerateArray()];

        Assert.Null(job.Error);
        Assert.Equal(["frag-0001.aa", "frag-0001.ab", "frag-0001.ba", "frag-0001.bb"], rows.Select(row => row.GetProperty("fragment_id").GetString()));
        Assert.All(rows, row => Assert.Equal(["FAILED", "FAILED", "SUCCESS"], Tried(row)));
        Assert.All(rows, row => Assert.Equal((3, Gates / 4), (row.GetProperty("attempts").GetInt32(), row.GetProperty("gate_count").GetInt32())));
        Assert.All(rows, row => Assert.Contains("1,048,576", row.GetProperty("tried")[0].GetProperty("error").GetString(), StringComparison.Ordinal));
        Assert.Equal(4, rows.Select(row => row.GetProperty("execution_id").GetString()).Concat(rows.Select(row => row.GetProperty("reservation_id").GetString())).Distinct().Count() / 2);
        Assert.Equal((4, 4, 0), (job.Progress.TotalFragments, job.Progress.CompletedFragments, job.Progress.ActiveFragments));
        Assert.Equal(20_000, result.GetProperty("quantum_result").GetProperty("noise").GetProperty("shots").GetInt32());
        Assert.Equal(4, result.GetProperty("quantum_result").GetProperty("distributed_execution").GetProperty("remote_operations").GetInt32());

        JsonElement[] spans = [.. JsonDocument.Parse((await mesh.Job(jobId).Timeline(new Caller())).Value!.Utf8).RootElement.GetProperty("fragments").EnumerateArray()];
        Assert.Equal(4, spans.Length);
        Assert.All(spans, span => Assert.NotNull(span.GetProperty("executed_at").GetString()));
    }

    [Fact]
    public async Task The_same_job_has_the_same_noise_and_the_node_no_failure()
    {
        await using MeshCluster mesh = await StartAsync();
        MeshServiceNode noisy = await mesh.AddNodeAsync("noisy", options => Noisy(options) with { Capacity = 1 });
        await mesh.NodesSeenAsync(1);

        JobDocument first = await mesh.EndAsync(await mesh.SubmitAsync(Large));
        JobDocument second = await mesh.EndAsync(await mesh.SubmitAsync(Large));

        Assert.Equal(Noise(first), Noise(second));
        await NoFailureCountedAsync(mesh, noisy);
    }

    [Theory]
    [MemberData(nameof(Points))]
    public async Task A_job_cut_off_goes_on_with_its_parts(string point)
    {
        await using MeshCluster mesh = await StartAsync(options => options.SweepPeriod = TimeSpan.FromMilliseconds(300));
        await mesh.AddNodeAsync("noisy", Noisy);
        await mesh.NodesSeenAsync(1);
        Task<string> reached = mesh.CrashPoints.Arm(point);
        await mesh.Submissions.Submit(Large, new Caller());

        JobDocument job = await mesh.EndAsync(await reached);

        Assert.Null(job.Error);
        IReadOnlyList<RecordedEvent> events = await mesh.Storage.Journal.ReadAsync(job.JobId, cancellationToken: TestContext.Current.CancellationToken);
        string[] executed = [.. events.Where(recorded => recorded.Type == EventNames.FragmentExecuted).Select(FragmentOf)];
        string[] split = [.. events.Where(recorded => recorded.Type == EventNames.FragmentSplit).Select(FragmentOf)];
        Assert.Equal(["frag-0001.aa", "frag-0001.ab", "frag-0001.ba", "frag-0001.bb"], executed);
        Assert.Equal(["frag-0001", "frag-0001.a", "frag-0001.b"], split);
    }

    [Fact]
    public async Task One_operation_that_is_too_large_fails_with_the_sizes_and_not_as_the_nodes_failure()
    {
        // Of the 4^9 errors on nine qubits hardly any two are the same, and each is listed by itself.
        JobSubmission one = Large with { NoiseShots = 40_000, Circuit = "OPENQASM 3;\ninclude \"stdgates.inc\";\nqubit[9] q;\nctrl(8) @ x q[0], q[1], q[2], q[3], q[4], q[5], q[6], q[7], q[8];\n" };
        await using MeshCluster mesh = await StartAsync();
        MeshServiceNode noisy = await mesh.AddNodeAsync("noisy", Noisy);
        await mesh.NodesSeenAsync(1);
        JobDocument failed = await mesh.EndAsync(await mesh.SubmitAsync(one));

        Assert.Equal(JobState.Failed, failed.State);
        foreach (string word in (string[])["frag-0001", "op-0001", "40000 noise shots", "1,048,576", noisy.PeerId])
        {
            Assert.Contains(word, failed.Error, StringComparison.Ordinal);
        }

        Assert.Single(JsonDocument.Parse(failed.ResultJson!).RootElement.GetProperty("fragment_results")[0].GetProperty("tried").EnumerateArray());
        await NoFailureCountedAsync(mesh, noisy);
    }

    // One failure, told after all else, takes a tenth of a rate that nothing else has touched.
    private static async Task NoFailureCountedAsync(MeshCluster mesh, MeshServiceNode node)
    {
        mesh.Service<NodeObservations>().Failed(node.PeerId);
        MeshView view = mesh.Service<MeshView>();
        while (true)
        {
            Task changed = view.Changed;
            if (view.Snapshot.Nodes.Single().SuccessRate is < 1 and var rate)
            {
                Assert.Equal(0.9, rate, 1e-9);
                return;
            }

            await changed.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        }
    }

    private static Task<MeshCluster> StartAsync(Action<GrainsOptions>? configure = null) =>
        MeshCluster.StartAsync(new MeshClusterOptions
        {
            Silos = 1,
            Grains = options =>
            {
                options.Runtime.AttemptTimeout = TimeSpan.FromSeconds(20);
                configure?.Invoke(options);
            },
        });

    private static ServiceNodeOptions Noisy(ServiceNodeOptions options) => options with { Fidelity = 0.6 };

    private static string FragmentOf(RecordedEvent recorded) => EventJson.Shared.Read<FragmentEvent>(recorded.Type, recorded.Payload).FragmentId;

    private static string Noise(JobDocument job) => JsonDocument.Parse(job.ResultJson!).RootElement.GetProperty("quantum_result").GetProperty("noise").GetRawText();

    private static string[] Tried(JsonElement fragment) =>
        [.. fragment.GetProperty("tried").EnumerateArray().Select(tried => tried.GetProperty("status").GetString()!)];
}
