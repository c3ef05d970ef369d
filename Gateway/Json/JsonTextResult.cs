using Microsoft.AspNetCore.Http;

namespace Orleans.QuantumMesh.Gateway;

/// <summary>Answers with JSON that is already text.</summary>
public sealed class JsonTextResult(ReadOnlyMemory<byte> utf8, int status = StatusCodes.Status200OK) : IResult, IStatusCodeHttpResult
{
    public int? StatusCode => status;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = status;
        httpContext.Response.ContentType = "application/json; charset=utf-8";
        httpContext.Response.ContentLength = utf8.Length;
        await httpContext.Response.Body.WriteAsync(utf8, httpContext.RequestAborted);
    }
}
