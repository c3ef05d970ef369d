using Microsoft.AspNetCore.Http;

namespace Orleans.QuantumMesh.Gateway;

/// <summary>Answers HEAD as GET, without the body, which the server leaves out by itself; not for what goes on until a job ends.</summary>
public sealed class HeadMiddleware(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        string path = context.Request.Path.Value ?? "";
        if (HttpMethods.IsHead(context.Request.Method) && !path.EndsWith("/events", StringComparison.Ordinal) && !path.EndsWith("/ws", StringComparison.Ordinal))
        {
            context.Request.Method = HttpMethods.Get;
        }

        return next(context);
    }
}
