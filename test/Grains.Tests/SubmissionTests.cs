using System.Text.Json;
using Orleans.QuantumMesh.Grains.Abstractions;

namespace Orleans.QuantumMesh.Grains.Tests;

/// <summary>What the way in takes and what it refuses, and that a refusal makes nothing.</summary>
public sealed class SubmissionTests(SharedMesh shared) : IClassFixture<SharedMesh>
{
    private static readonly JobSubmission Valid = new() { Circuit = Circuits.Bell };

    private MeshCluster Mesh => shared.Mesh;

    public static TheoryData<string, JobSubmission> OutOfRange => new()
    {
        { "shots", Valid with { Shots = 0 } },
        { "shots", Valid with { Shots = 1_000_001 } },
        { "noise_shots", Valid with { NoiseShots = -1 } },
        { "noise_shots", Valid with { NoiseShots = 65_537 } },
        { "min_fidelity", Valid with { MinFidelity = 1.5 } },
        { "min_fidelity", Valid with { MinFidelity = double.NaN } },
        { "priority", Valid with { Priority = 101 } },
        { "deadline_seconds", Valid with { DeadlineSeconds = 0 } },
        { "planner", Valid with { Planner = "magic" } },
        { "engine", Valid with { Engine = "magic" } },
        { "method", Valid with { Method = "magic" } },
        { "circuit", Valid with { Circuit = " " } },
        { "parameters.theta", Valid with { Parameters = new Dictionary<string, string> { ["theta"] = "{}" } } },
    };

    [Theory]
    [MemberData(nameof(OutOfRange))]
    public async Task A_field_out_of_range_is_named(string field, JobSubmission submission)
    {
        Problem problem = (await Mesh.Submissions.Submit(submission, new Caller())).Problem!;

        Assert.Equal(422, problem.Status);
        Assert.Equal("validation_error", problem.Error);
        Assert.Equal(field, Assert.Single(problem.Errors).Field);
    }

    [Fact]
    public async Task What_a_job_computes_is_warmed_up_to_its_result_and_leaves_no_job()
    {
        var caller = new Caller { Owner = "warm-up", IsOperator = false };

        Assert.True(Mesh.Service<JobPathWarmUp>().Run(TestContext.Current.CancellationToken) > 1000);
        Assert.Empty((await Mesh.Submissions.List(new JobQuery(), caller)).Value!.Jobs);
    }

    [Fact]
    public async Task A_text_over_the_limit_is_too_large()
    {
        Problem problem = (await Mesh.Submissions.Submit(Valid with { Circuit = new string('/', 1_000_001) }, new Caller())).Problem!;

        Assert.Equal(413, problem.Status);
    }

    [Fact]
    public async Task A_bad_circuit_is_refused_with_positions_and_makes_no_job()
    {
        var caller = new Caller { Owner = "bad-circuits", IsOperator = false };
        Problem problem = (await Mesh.Submissions.Submit(Valid with { Circuit = "OPENQASM 3;\nqubit q;\nfrobnicate q;\n" }, caller)).Problem!;

        Assert.Equal("circuit_invalid", problem.Error);
        Assert.Equal(3, problem.Errors[0].Line);
        Assert.Empty((await Mesh.Submissions.List(new JobQuery(), caller)).Value!.Jobs);
    }

    [Fact]
    public async Task A_program_that_does_not_fit_is_refused_with_the_numbers()
    {
        string circuit = "OPENQASM 3;\ninclude \"stdgates.inc\";\nqubit[60] q;\nh q;\n" + string.Concat(Enumerable.Range(0, 59).Select(index => $"cx q[{index}], q[{index + 1}];\n")) + "t q[59];\n";
        Problem problem = (await Mesh.Submissions.Submit(Valid with { Circuit = circuit }, new Caller())).Problem!;

        Assert.Equal("resource_exhausted", problem.Error);
        Assert.Contains("GiB", problem.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_key_gives_the_same_job_and_another_body_is_a_conflict()
    {
        var caller = new Caller { IdempotencyKey = "key-1" };
        SubmissionReceipt first = (await Mesh.Submissions.Submit(Valid, caller)).Value!;
        SubmissionReceipt second = (await Mesh.Submissions.Submit(Valid, caller)).Value!;
        Problem other = (await Mesh.Submissions.Submit(Valid with { Shots = 7 }, caller)).Problem!;

        Assert.False(first.Repeated);
        Assert.True(second.Repeated);
        Assert.Equal(first.JobId, second.JobId);
        Assert.Equal("idempotency_conflict", other.Error);
    }

    [Fact]
    public async Task Jobs_are_listed_newest_first_page_by_page()
    {
        var caller = new Caller { Owner = "lister", IsOperator = false };
        var ids = new List<string>();
        for (int index = 0; index < 3; index++)
        {
            ids.Add(await Mesh.SubmitAsync(Valid, caller));
        }

        JobPage first = (await Mesh.Submissions.List(new JobQuery { Limit = 2 }, caller)).Value!;
        JobPage second = (await Mesh.Submissions.List(new JobQuery { Limit = 2, Cursor = first.NextCursor }, caller)).Value!;

        Assert.Equal([ids[2], ids[1]], first.Jobs.Select(job => job.JobId));
        Assert.Equal([ids[0]], second.Jobs.Select(job => job.JobId));
        Assert.Equal("invalid_cursor", Assert.Single((await Mesh.Submissions.List(new JobQuery { Cursor = "nonsense" }, caller)).Problem!.Errors).Code);
    }

    [Fact]
    public async Task A_dry_run_shows_the_plan_with_its_estimate_and_runs_nothing()
    {
        var caller = new Caller { Owner = "dry", IsOperator = false };
        JsonDocumentText document = (await Mesh.Submissions.DryRun(Valid, caller)).Value!;

        using JsonDocument plan = JsonDocument.Parse(document.Utf8);
        Assert.Equal(JsonValueKind.Null, plan.RootElement.GetProperty("plan_id").ValueKind);
        Assert.True(plan.RootElement.GetProperty("estimate").GetProperty("fragments").GetInt32() > 0);
        Assert.Empty((await Mesh.Submissions.List(new JobQuery(), caller)).Value!.Jobs);
    }

    [Fact]
    public async Task Validate_shows_the_normalised_program()
    {
        JsonDocumentText document = (await Mesh.Submissions.Validate(Circuits.Bell, new Dictionary<string, string>())).Value!;

        using JsonDocument program = JsonDocument.Parse(document.Utf8);
        Assert.Equal("openqasm3", program.RootElement.GetProperty("format").GetString());
        Assert.Equal(2, program.RootElement.GetProperty("num_qubits").GetInt32());
        Assert.Equal(1, program.RootElement.GetProperty("service_types").GetProperty("hadamard").GetInt32());
    }

    [Fact]
    public async Task A_method_that_cannot_take_the_program_is_refused()
    {
        Problem problem = (await Mesh.Submissions.Submit(Valid with { Method = "stabilizer", Circuit = "OPENQASM 3;\ninclude \"stdgates.inc\";\nqubit q;\nt q;\n" }, new Caller())).Problem!;

        Assert.Equal("method", Assert.Single(problem.Errors).Field);
    }

    [Fact]
    public async Task What_is_not_supported_is_refused_and_not_done_otherwise()
    {
        Problem problem = (await Mesh.Submissions.Submit(Valid with { Engine = "qiskit" }, new Caller())).Problem!;

        Assert.Equal(501, problem.Status);
    }

    [Fact]
    public async Task Without_libp2p_submissions_are_unavailable()
    {
        await using MeshCluster off = await MeshCluster.StartAsync(new MeshClusterOptions { Silos = 1, Grains = options => options.Libp2pEnabled = false });

        Assert.Equal(503, (await off.Submissions.Submit(Valid, new Caller())).Problem!.Status);
    }
}
