using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Orleans.QuantumMesh.Grains.Abstractions;

namespace Orleans.QuantumMesh.Gateway;

/// <summary>Answers with a problem in the one shape.</summary>
public sealed class ProblemResult(Problem problem) : IResult, IStatusCodeHttpResult
{
    public const string ContentType = "application/problem+json";

    public Problem Problem { get; } = problem;

    public int? StatusCode => Problem.Status;

    public Task ExecuteAsync(HttpContext httpContext) => WriteAsync(httpContext, Problem);

    /// <summary>Writes a problem to a response that hasn't started.</summary>
    public static async Task WriteAsync(HttpContext context, Problem problem)
    {
        ProblemBody body = new()
        {
            Type = "urn:quantum-mesh:problem:" + problem.Error,
            Title = ReasonPhrases.GetReasonPhrase(problem.Status),
            Status = problem.Status,
            Detail = problem.Detail,
            Error = problem.Error,
            RequestId = context.TraceIdentifier,
            Errors = [.. problem.Errors.Select(item => new ProblemBodyItem { Field = item.Field, Message = item.Message, Code = item.Code, Line = item.Line, Column = item.Column })],
        };
        context.Response.StatusCode = problem.Status;
        context.Response.Headers.CacheControl = "no-store";
        await context.Response.WriteAsJsonAsync(body, GatewayJson.Context.ProblemBody, ContentType, context.RequestAborted);
    }
}
