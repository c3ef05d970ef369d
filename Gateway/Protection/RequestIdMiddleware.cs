using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Orleans.QuantumMesh.Gateway;

/// <summary>Takes or makes the request's id: the same in the answer, the logs and the trace.</summary>
public sealed class RequestIdMiddleware(RequestDelegate next, ILogger<RequestIdMiddleware> logger)
{
    public const string Header = "X-Request-Id";

    private const int MaximumLength = 128;

    public async Task InvokeAsync(HttpContext context)
    {
        string? given = context.Request.Headers[Header];
        context.TraceIdentifier = IsUsable(given) ? given! : $"req-{Guid.NewGuid():n}";
        Echo(context);
        Activity.Current?.SetTag("request.id", context.TraceIdentifier);
        using (logger.BeginScope(new KeyValuePair<string, object>("RequestId", context.TraceIdentifier)))
        {
            await next(context);
        }
    }

    /// <summary>Writes the id on the response.</summary>
    public static void Echo(HttpContext context) => context.Response.Headers[Header] = context.TraceIdentifier;

    private static bool IsUsable(string? id) =>
        id is { Length: > 0 and <= MaximumLength } && id.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.' or ':');
}
