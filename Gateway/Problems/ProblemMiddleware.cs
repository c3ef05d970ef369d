using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Orleans.QuantumMesh.Grains.Abstractions;

namespace Orleans.QuantumMesh.Gateway;

/// <summary>Sees to it that whatever goes wrong, in routing, binding or a grain, leaves in the one shape.</summary>
public sealed partial class ProblemMiddleware(RequestDelegate next, ILogger<ProblemMiddleware> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            return;
        }
        catch (Exception exception) when (!context.Response.HasStarted)
        {
            Problem problem = Describe(exception);
            if (problem.Status >= 500)
            {
                LogFailed(exception, context.Request.Method, context.Request.Path, context.TraceIdentifier);
            }

            context.Response.Clear();
            RequestIdMiddleware.Echo(context);
            await ProblemResult.WriteAsync(context, problem);
            return;
        }

        HttpResponse response = context.Response;
        if (!response.HasStarted && response.StatusCode >= 400 && response.ContentType is null && response.ContentLength is null)
        {
            await ProblemResult.WriteAsync(context, Describe(response.StatusCode, context.Request));
        }
    }

    private static Problem Describe(Exception exception) => exception switch
    {
        ProblemException refused => refused.Problem,
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => Problem.PayloadTooLarge("The request's body is larger than this route takes."),
        BadHttpRequestException bad => new Problem(bad.StatusCode, "validation_error", bad.Message),
        TimeoutException => Problem.ServiceUnavailable("The coordinator did not answer in time; the request may still take effect. Ask again."),
        SiloUnavailableException or OrleansMessageRejectionException => Problem.ServiceUnavailable("The coordinator can't be reached at the moment. Ask again."),
        _ => new Problem(500, "internal_error", "Something went wrong in the coordinator; its log tells more under this request id."),
    };

    private static Problem Describe(int status, HttpRequest request) => status switch
    {
        404 => Problem.NotFound($"There is no route {request.Path}."),
        405 => new Problem(405, "validation_error", $"The route {request.Path} does not take {request.Method}."),
        413 => Problem.PayloadTooLarge("The request's body is larger than this route takes."),
        415 => new Problem(415, "validation_error", "The body has to be application/json in UTF-8."),
        401 => new Problem(401, "unauthorized", "A key is needed."),
        403 => new Problem(403, "forbidden", "This is not allowed."),
        429 => new Problem(429, "rate_limited", "Too many requests."),
        501 => new Problem(501, "not_implemented", "This is not there yet."),
        503 => Problem.ServiceUnavailable("The coordinator can't serve this at the moment."),
        >= 500 => new Problem(status, "internal_error", "Something went wrong in the coordinator."),
        _ => new Problem(status, "validation_error", "The request can't be served as it is."),
    };

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} {Path} failed, request id {RequestId}")]
    private partial void LogFailed(Exception exception, string method, PathString path, string requestId);
}
