using Microsoft.AspNetCore.Http;
using Orleans.QuantumMesh.Grains.Abstractions;

namespace Orleans.QuantumMesh.Gateway;

/// <summary>Outcomes of grains as answers.</summary>
public static class OutcomeResults
{
    /// <summary>The document, or the problem.</summary>
    public static IResult ToResult(this Outcome<JsonDocumentText> outcome, int status = StatusCodes.Status200OK) =>
        outcome.Problem is { } problem ? new ProblemResult(problem) : new JsonTextResult(outcome.Value!.Utf8, status);

    /// <summary>The job, or the problem.</summary>
    public static IResult ToResult(this Outcome<JobDocument> outcome) =>
        outcome.Problem is { } problem ? new ProblemResult(problem) : new JsonTextResult(JobDocumentJson.Utf8(outcome.Value!));
}
