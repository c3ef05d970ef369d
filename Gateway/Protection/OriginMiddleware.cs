using System.Net;
using Microsoft.AspNetCore.Http;
using Orleans.QuantumMesh.Grains.Abstractions;

namespace Orleans.QuantumMesh.Gateway;

/// <summary>
/// Keeps foreign web pages out: while bound to loopback a <c>Host</c> that isn't this machine (DNS rebinding) is refused,
/// and an <c>Origin</c> must be the gateway's own or on the list.
/// </summary>
public sealed class OriginMiddleware(RequestDelegate next, GatewayOptions options)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (options.Loopback && !IsLoopback(context.Request.Host.Host))
        {
            return ProblemResult.WriteAsync(context, new Problem(403, "forbidden", $"The host '{context.Request.Host.Host}' isn't served: this gateway answers to localhost alone."));
        }

        string? origin = context.Request.Headers.Origin;
        if (origin is { Length: > 0 } && !IsOwn(context.Request, origin) && !options.AllowedOrigins.Contains(origin, StringComparer.Ordinal))
        {
            return ProblemResult.WriteAsync(context, new Problem(403, "forbidden", $"Pages of the origin '{origin}' may not call this gateway."));
        }

        return next(context);
    }

    private static bool IsOwn(HttpRequest request, string origin) => string.Equals(origin, $"{request.Scheme}://{request.Host.Value}", StringComparison.OrdinalIgnoreCase);

    private static bool IsLoopback(string host)
    {
        string name = host.TrimStart('[').TrimEnd(']');
        return string.Equals(name, "localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(name, out IPAddress? address) && IPAddress.IsLoopback(address));
    }
}
