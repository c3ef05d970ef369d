using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Orleans.Concurrency;
using Orleans.QuantumMesh.Core.Circuits;
using Orleans.QuantumMesh.Core.Planning;
using Orleans.QuantumMesh.Core.Simulation;
using Orleans.QuantumMesh.Grains.Abstractions;
using Orleans.QuantumMesh.Storage;

namespace Orleans.QuantumMesh.Grains;

/// <summary>The way in for circuits: everything is checked before anything is made.</summary>
[StatelessWorker]
[Reentrant]
internal sealed class SubmissionGrain(JobServices services) : Grain, ISubmissionGrain
{
    private const string Route = "POST /api/v1/circuits/submit";

    public async Task<Outcome<SubmissionReceipt>> Submit(JobSubmission submission, Caller caller)
    {
        if (!services.Options.Libp2pEnabled)
        {
            return Problem.ServiceUnavailable("libp2p is disabled here (Libp2p:Enabled=false), so there is no node that a job could run on.");
        }

        (ParsedProgram? program, Problem? problem) = await ReadAsync(submission);
        if (program is null)
        {
            return problem!;
        }

        ExecutionEstimate estimate = await EstimateAsync(program, submission);
        if (Refusal(estimate) is { } refusal)
        {
            return refusal;
        }

        (_, string? cap) = estimate.NoiseShotsWithin(services.Limits, submission.NoiseShots);
        DateTimeOffset now = new JournalEvent(string.Empty, string.Empty, services.Clock.GetUtcNow()).OccurredAt;
        var submitted = new JobSubmitted
        {
            Owner = caller.Owner,
            Submission = submission,
            Warnings = cap is null ? [] : [cap],
            Deadline = now.AddSeconds(submission.DeadlineSeconds),
            TraceParent = caller.TraceParent,
            RequestId = caller.RequestId,
        };
        string jobId = JobIds.New();
        var receipt = new SubmissionReceipt(jobId, [.. program.Program.Warnings.Select(Sentence), .. submitted.Warnings], false);
        return await CommitAsync(jobId, submitted, receipt, now, caller);
    }

    public async Task<Outcome<JsonDocumentText>> Validate(string circuit, IReadOnlyDictionary<string, string> parameters)
    {
        (ParsedProgram? program, Problem? problem) = await ReadAsync(new JobSubmission { Circuit = circuit, Parameters = parameters });
        return program is null ? problem! : new JsonDocumentText(ProgramJson.Write(program.Program));
    }

    public async Task<Outcome<JsonDocumentText>> DryRun(JobSubmission submission, Caller caller)
    {
        (ParsedProgram? program, Problem? problem) = await ReadAsync(submission);
        if (program is null)
        {
            return problem!;
        }

        if (Refusal(await EstimateAsync(program, submission)) is { } refusal)
        {
            return refusal;
        }

        IPlanner planner = services.Planners.Find(submission.Planner)!;
        PlanningOptions options = JobPlanning.Options(submission, services.Options.Planning);
        MeshSnapshot nodes = services.Mesh.Nodes();
        (PlanOutcome outcome, byte[]? document) = await services.Compute.Quick(_ =>
        {
            PlanOutcome made = planner.Plan(program.Program, nodes, options);
            return (made, made.Plan is { } plan ? PlanJson.Write(plan, PlanEstimator.Estimate(program.Program, plan, nodes)) : null);
        });
        return document is not null ? new JsonDocumentText(document) : Problem.ResourceExhausted(outcome.Obstacle!);
    }

    public async Task<Outcome<JobPage>> List(JobQuery query, Caller caller)
    {
        if (query.Limit is < 1 or > 200)
        {
            return Problem.Validation("The limit is out of range.", new ProblemItem("limit", $"limit is from 1 to 200, not {query.Limit}.", "out_of_range"));
        }

        try
        {
            Page<JobRecord> page = await services.ReadModels.ListJobsAsync(new JobListQuery
            {
                Owner = caller.IsOperator ? null : caller.Owner,
                Statuses = [.. query.States.Select(state => state.ToWord())],
                Limit = query.Limit,
                Cursor = query.Cursor,
            });
            return new JobPage([.. page.Items.Select(Row)], page.NextCursor);
        }
        catch (InvalidCursorException error)
        {
            return Problem.Validation("The cursor is not one.", new ProblemItem("cursor", error.Message, "invalid_cursor"));
        }
    }

    private Task<ExecutionEstimate> EstimateAsync(ParsedProgram program, JobSubmission submission) =>
        services.Compute.Quick(_ => ExecutionEstimate.Of(program.Program, submission.Shots, EngineChoice.Of(submission)));

    private Problem? Refusal(ExecutionEstimate estimate) =>
        estimate.MethodRefusal is { } misfit ? Problem.Validation(misfit, new ProblemItem("method", misfit, "method_unsuitable"))
        : estimate.Refusal(services.Limits) is { } tooMuch ? Problem.ResourceExhausted(tooMuch)
        : null;

    private async Task<Outcome<SubmissionReceipt>> CommitAsync(
        string jobId, JobSubmitted submitted, SubmissionReceipt receipt, DateTimeOffset now, Caller caller)
    {
        string payload = EventJson.Shared.Write(submitted);
        JobMachineState state = JobMachine.Apply(JobMachineState.None, submitted, now).State!;
        string hash = HashOf(submitted.Submission);
        var batch = new JournalBatch(StreamNames.OfJob(jobId), 1, [new JournalEvent(EventNames.JobSubmitted, payload, now)])
        {
            Changes = [JobRows.Job(jobId, state)],
            Durability = JournalDurability.Full,
            Idempotency = string.IsNullOrWhiteSpace(caller.IdempotencyKey)
                ? null
                : new IdempotencyRecord(new IdempotencyKey(caller.Owner, Route, caller.IdempotencyKey), hash, JsonSerializer.Serialize(receipt), now),
        };
        AppendResult appended;
        try
        {
            appended = await services.Journal.AppendAsync(batch);
        }
        catch (JournalUnavailableException error)
        {
            return Problem.ServiceUnavailable($"The submission could not be stored: {error.Message}");
        }

        if (appended.Existing is { } existing)
        {
            return existing.RequestHash == hash
                ? JsonSerializer.Deserialize<SubmissionReceipt>(existing.Response)! with { Repeated = true }
                : Problem.IdempotencyConflict($"The idempotency key '{caller.IdempotencyKey}' was used for another submission.");
        }

        services.Instruments.Submitted();
        services.CrashPoints.Reach(CrashPointNames.AfterSubmissionCommit, jobId);
        GrainFactory.GetGrain<IJobStart>(jobId).Start(payload, now).Ignore();
        return receipt;
    }

    private async Task<(ParsedProgram? Program, Problem? Problem)> ReadAsync(JobSubmission submission)
    {
        if (SubmissionChecks.Check(submission, services.Options, services.Planners) is { } problem)
        {
            return (null, problem);
        }

        CircuitReading reading = await services.Programs.ReadAsync(submission);
        return reading.Program is { } program
            ? (program, null)
            : (null, Problem.CircuitInvalid(
                $"The circuit has {reading.Faults.Length} fault{(reading.Faults.Length == 1 ? string.Empty : "s")}; the first: line {reading.Faults[0].Line}, column {reading.Faults[0].Column}: {reading.Faults[0].Message}",
                reading.Faults));
    }

    private static string HashOf(JobSubmission submission)
    {
        JobSubmission canonical = submission with { Parameters = new SortedDictionary<string, string>(submission.Parameters.ToDictionary(), StringComparer.Ordinal) };
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(canonical, EventJson.Shared.Options))));
    }

    private static string Sentence(CircuitWarning warning) =>
        string.Create(CultureInfo.InvariantCulture, $"{warning.Code} at line {warning.Position.Line}, column {warning.Position.Column}: {warning.Message}");

    private static JobRow Row(JobRecord record)
    {
        _ = JobStateNames.TryParse(record.Status, out JobState state);
        return new JobRow
        {
            JobId = record.Id,
            State = state,
            PlanId = record.PlanId,
            Error = record.Error,
            Progress = JsonSerializer.Deserialize<JobProgress>(record.Progress!, EventJson.Shared.Options)!,
            CircuitPreview = record.CircuitPreview,
            ResultAvailable = record.ResultAvailable,
            CreatedAt = record.CreatedAt,
            UpdatedAt = record.UpdatedAt,
            Label = record.Label,
        };
    }
}
