using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Orleans.QuantumMesh.Grains.Abstractions;

namespace Orleans.QuantumMesh.Gateway;

/// <summary>Circuits in: submit, validate, and the plan that one would get.</summary>
public static class CircuitEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/circuits/submit", Submit).Describe("Circuits", "Run a circuit", "The circuit is parsed before the answer; 201 comes when the job is kept for good. The same Idempotency-Key and body give the first answer again, with 200.")
            .Header(Callers.IdempotencyHeader, "Makes a repetition safe, for 24 hours.").Takes<SubmitBody>(OpenApiExamples.Submit)
            .Answers<SubmittedDocument>(201).Answers<SubmittedDocument>().Fails(409, 413, 415, 422, 503);
        routes.MapPost("/circuits/validate", Validate).Describe("Circuits", "Check a circuit", "The program as it was understood, or where it is wrong.")
            .Takes<ValidateBody>(OpenApiExamples.Validate).Answers<ProgramDocument>().Fails(413, 415, 422);
        routes.MapPost("/plans/dry-run", DryRun).Describe("Plans", "The plan that a circuit would get", "With every candidate's score, why others were refused, and an estimate; nothing runs.")
            .Takes<SubmitBody>(OpenApiExamples.Submit).Answers<PlanDocument>().Fails(413, 415, 422, 503);
        routes.MapGet("/plans/{plan_id}", Plan).Describe("Plans", "A job's plan", null).Answers<PlanDocument>().Fails(404, 422);
    }

    private static async Task<IResult> Submit(HttpContext context, IClusterClient cluster)
    {
        Caller caller = Callers.Of(context);
        JobSubmission submission = await SubmissionAsync(context);
        Outcome<SubmissionReceipt> outcome = await cluster.GetGrain<ISubmissionGrain>(0).Submit(submission, caller);
        if (outcome.Problem is { } problem)
        {
            return new ProblemResult(problem);
        }

        SubmissionReceipt receipt = outcome.Value!;
        string location = $"/api/v1/jobs/{receipt.JobId}";
        SubmittedDocument document = new() { JobId = receipt.JobId, Status = "QUEUED", Warnings = receipt.Warnings };
        if (receipt.Repeated)
        {
            context.Response.Headers.Location = location;
            return TypedResults.Ok(document);
        }

        return TypedResults.Created(location, document);
    }

    private static async Task<IResult> Validate(HttpContext context, IClusterClient cluster)
    {
        new QueryReader(context.Request.Query).Finish();
        using JsonDocument body = await BodyReader.ReadAsync(context);
        JsonFields fields = new(body.RootElement);
        string circuit = fields.RequiredText("circuit");
        IReadOnlyDictionary<string, string> parameters = fields.Members("parameters");
        return fields.Finish() is { } problem
            ? new ProblemResult(problem)
            : (await cluster.GetGrain<ISubmissionGrain>(0).Validate(circuit, parameters)).ToResult();
    }

    private static async Task<IResult> DryRun(HttpContext context, IClusterClient cluster) =>
        (await cluster.GetGrain<ISubmissionGrain>(0).DryRun(await SubmissionAsync(context), Callers.Of(context))).ToResult();

    private static async Task<IResult> Plan(string plan_id, HttpContext context, IClusterClient cluster)
    {
        new QueryReader(context.Request.Query).Finish();
        return (await cluster.GetGrain<IPlanGrain>(Ids.Require(plan_id, "plan-", "plan")).Get(Callers.Of(context))).ToResult();
    }

    private static async Task<JobSubmission> SubmissionAsync(HttpContext context)
    {
        new QueryReader(context.Request.Query).Finish();
        using JsonDocument body = await BodyReader.ReadAsync(context);
        Outcome<JobSubmission> read = JobSubmissionJson.Read(body.RootElement);
        return read.Value ?? throw new ProblemException(read.Problem!);
    }
}
