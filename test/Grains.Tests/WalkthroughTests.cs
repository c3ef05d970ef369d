using System.Text.Json;
using Orleans.QuantumMesh.Grains.Abstractions;
using Orleans.Streams;

namespace Orleans.QuantumMesh.Grains.Tests;

/// <summary>Circuits through submission, plan, journal, fold and result, on two silos and an in-memory mesh.</summary>
public sealed class WalkthroughTests(SharedMesh shared) : IClassFixture<SharedMesh>
{
    private MeshCluster Mesh => shared.Mesh;

    [Fact]
    public async Task A_bell_pair_runs_end_to_end_and_is_correlated()
    {
        JobDocument job = await Mesh.EndAsync(await Mesh.SubmitAsync(new JobSubmission { Circuit = Circuits.Bell }));

        Assert.Null(job.Error);
        Assert.Equal(JobState.Completed, job.State);
        using JsonDocument result = JsonDocument.Parse(job.ResultJson!);
        JsonElement quantum = result.RootElement.GetProperty("quantum_result");
        Assert.Equal(487, quantum.GetProperty("counts").GetProperty("00").GetInt32());
        Assert.Equal(537, quantum.GetProperty("counts").GetProperty("11").GetInt32());
        Assert.All(result.RootElement.GetProperty("fragment_results").EnumerateArray(), fragment => Assert.Equal("SUCCESS", fragment.GetProperty("status").GetString()));
    }

    [Fact]
    public async Task The_walkthrough_gives_the_contracts_check_values()
    {
        JobDocument job = await Mesh.EndAsync(await Mesh.SubmitAsync(new JobSubmission { Circuit = Circuits.Walkthrough }));

        Assert.Null(job.Error);
        using JsonDocument result = JsonDocument.Parse(job.ResultJson!);
        JsonElement quantum = result.RootElement.GetProperty("quantum_result");
        Assert.Equal(1024, quantum.GetProperty("counts").GetProperty("0").GetInt32());
        Assert.Equal(1, quantum.GetProperty("observable_expectations").GetProperty("Z_q0").GetDouble(), 9);
        Assert.Equal(0, quantum.GetProperty("observable_expectations").GetProperty("Z_q1").GetDouble(), 9);
        Assert.Equal(1, quantum.GetProperty("bloch_vectors").GetProperty("q1").GetProperty("x").GetDouble(), 9);
        Assert.Equal(7, result.RootElement.GetProperty("fragment_results").GetArrayLength());
    }

    [Fact]
    public async Task A_summary_leaves_the_large_fields_out_and_nothing_else()
    {
        string jobId = await Mesh.SubmitAsync(new JobSubmission { Circuit = Circuits.Bell });
        JobDocument full = await Mesh.EndAsync(jobId);
        JobDocument summary = (await Mesh.Job(jobId).Get(true, new Caller())).Value!;

        using JsonDocument whole = JsonDocument.Parse(full.ResultJson!);
        using JsonDocument part = JsonDocument.Parse(summary.ResultJson!);
        JsonElement wide = whole.RootElement.GetProperty("quantum_result");
        foreach (JsonProperty property in part.RootElement.GetProperty("quantum_result").EnumerateObject())
        {
            if (property.Name is "probabilities" or "statevector" or "reduced_density_matrices")
            {
                Assert.Equal(JsonValueKind.Null, property.Value.ValueKind);
            }
            else
            {
                Assert.Equal(wide.GetProperty(property.Name).GetRawText(), property.Value.GetRawText());
            }
        }

        Assert.Equal(whole.RootElement.GetProperty("fragment_results").GetRawText(), part.RootElement.GetProperty("fragment_results").GetRawText());
    }

    [Fact]
    public async Task The_same_submission_gives_the_same_quantum_result()
    {
        var submission = new JobSubmission { Circuit = Circuits.Bell, Seed = 7 };
        JobDocument first = await Mesh.EndAsync(await Mesh.SubmitAsync(submission));
        JobDocument second = await Mesh.EndAsync(await Mesh.SubmitAsync(submission));

        Assert.Equal(Counts(first), Counts(second));
    }

    [Fact]
    public async Task A_plan_can_be_read_by_its_id_and_only_by_its_owner()
    {
        var caller = new Caller { Owner = "ada", IsOperator = false };
        string jobId = await Mesh.SubmitAsync(new JobSubmission { Circuit = Circuits.Bell }, caller);
        string planId = (await Mesh.EndAsync(jobId)).PlanId!;

        Outcome<JsonDocumentText> mine = await Mesh.Grains.GetGrain<IPlanGrain>(planId).Get(caller);
        Outcome<JsonDocumentText> foreign = await Mesh.Grains.GetGrain<IPlanGrain>(planId).Get(caller with { Owner = "eve" });

        using JsonDocument plan = JsonDocument.Parse(mine.Value!.Utf8);
        Assert.Equal(planId, plan.RootElement.GetProperty("plan_id").GetString());
        Assert.Equal(404, foreign.Problem!.Status);
        Assert.Equal(404, (await Mesh.Job(jobId).Get(false, caller with { Owner = "eve" })).Problem!.Status);
    }

    [Fact]
    public async Task Updates_come_without_gaps_and_end_with_the_end()
    {
        string jobId = await Mesh.SubmitAsync(new JobSubmission { Circuit = Circuits.Walkthrough });
        await Mesh.EndAsync(jobId);

        IReadOnlyList<JobUpdate> updates = (await Mesh.Job(jobId).Updates(0, new Caller())).Value!.Items;
        IReadOnlyList<JobUpdate> later = (await Mesh.Job(jobId).Updates(updates[2].Sequence, new Caller())).Value!.Items;

        Assert.Equal(Enumerable.Range(1, updates.Count).Select(number => (long)number), updates.Select(update => update.Sequence));
        Assert.Equal(JobState.Queued, updates[0].State);
        Assert.Equal(JobState.Completed, updates[^1].State);
        Assert.Equal(updates.Skip(3), later);
    }

    [Fact]
    public async Task Who_asked_for_updates_hears_of_the_end_on_the_stream()
    {
        await using MeshCluster mesh = await MeshCluster.StartAsync(new MeshClusterOptions { Silos = 1 });
        string jobId = await mesh.SubmitAsync(new JobSubmission { Circuit = Circuits.Bell });
        var ended = new TaskCompletionSource<JobUpdate>(TaskCreationOptions.RunContinuationsAsynchronously);
        IAsyncStream<JobUpdate> stream = mesh.Client.GetStreamProvider(MeshStreams.Provider).GetStream<JobUpdate>(StreamId.Create(MeshStreams.JobUpdates, jobId));
        await stream.SubscribeAsync((update, _) =>
        {
            if (update.State.IsTerminal())
            {
                ended.TrySetResult(update);
            }

            return Task.CompletedTask;
        });
        await mesh.Job(jobId).Updates(0, new Caller());

        await mesh.AddNodeAsync("alice");
        JobUpdate last = await ended.Task.WaitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(JobState.Completed, last.State);
        Assert.Equal((await mesh.Job(jobId).Get(true, new Caller())).Value!.Version, last.Sequence);
    }

    [Fact]
    public async Task What_was_run_comes_back_in_its_own_format_and_in_others()
    {
        string jobId = await Mesh.SubmitAsync(new JobSubmission { Circuit = Circuits.Bell });

        JsonDocumentText circuit = (await Mesh.Job(jobId).Circuit("openqasm3", new Caller())).Value!;

        using JsonDocument document = JsonDocument.Parse(circuit.Utf8);
        Assert.Equal(Circuits.Bell, document.RootElement.GetProperty("circuit").GetString());
        Assert.Contains("QuantumCircuit", System.Text.Encoding.UTF8.GetString((await Mesh.Job(jobId).Circuit("qiskit", new Caller())).Value!.Utf8), StringComparison.Ordinal);
        Assert.Equal(422, (await Mesh.Job(jobId).Circuit("morse", new Caller())).Problem!.Status);
    }

    [Fact]
    public async Task A_program_in_centralized_mode_runs_on_one_node()
    {
        JobDocument job = await Mesh.EndAsync(await Mesh.SubmitAsync(new JobSubmission { Circuit = Circuits.Walkthrough, Mode = Core.Planning.ExecutionMode.Centralized }));

        Assert.Null(job.Error);
        using JsonDocument result = JsonDocument.Parse(job.ResultJson!);
        JsonElement fragment = Assert.Single(result.RootElement.GetProperty("fragment_results").EnumerateArray().ToArray());
        Assert.Equal("*", fragment.GetProperty("service_type").GetString());
        Assert.Equal(1024, result.RootElement.GetProperty("quantum_result").GetProperty("counts").GetProperty("0").GetInt32());
    }

    [Fact]
    public async Task A_loop_runs_turn_by_turn_until_no_trajectory_goes_on()
    {
        JobDocument job = await Mesh.EndAsync(await Mesh.SubmitAsync(new JobSubmission { Circuit = Circuits.UntilZero, NoiseShots = 8 }));

        Assert.Null(job.Error);
        using JsonDocument result = JsonDocument.Parse(job.ResultJson!);
        Assert.Equal(1024, result.RootElement.GetProperty("quantum_result").GetProperty("counts").GetProperty("0").GetInt32());
        Assert.Contains(result.RootElement.GetProperty("fragment_results").EnumerateArray(), fragment => fragment.GetProperty("fragment_id").GetString()!.EndsWith(".1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_read_models_can_be_filled_again_from_the_journal()
    {
        string jobId = await Mesh.SubmitAsync(new JobSubmission { Circuit = Circuits.Walkthrough });
        JobDocument job = await Mesh.EndAsync(jobId);
        CancellationToken stop = TestContext.Current.CancellationToken;
        var before = await Mesh.Storage.ReadModels.GetJobAsync(jobId, stop);
        var executions = await Mesh.Storage.ReadModels.ListExecutionEventsAsync(jobId, stop);
        var reservations = await Mesh.Storage.ReadModels.ListJobReservationEventsAsync(jobId, stop);

        await Mesh.Storage.Journal.RebuildReadModelsAsync(new MeshEventProjector(), stop);

        Assert.Equal(before, await Mesh.Storage.ReadModels.GetJobAsync(jobId, stop));
        Assert.Equal(executions, await Mesh.Storage.ReadModels.ListExecutionEventsAsync(jobId, stop));
        Assert.Equal(reservations, await Mesh.Storage.ReadModels.ListJobReservationEventsAsync(jobId, stop));
        Assert.NotNull(await Mesh.Storage.ReadModels.GetPlanAsync(job.PlanId!, stop));
    }

    private static string Counts(JobDocument job)
    {
        using JsonDocument result = JsonDocument.Parse(job.ResultJson!);
        JsonElement quantum = result.RootElement.GetProperty("quantum_result");
        return quantum.GetProperty("counts").GetRawText() + quantum.GetProperty("statevector").GetRawText();
    }
}
