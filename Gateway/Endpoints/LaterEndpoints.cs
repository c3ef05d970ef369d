using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Orleans.QuantumMesh.Grains.Abstractions;

namespace Orleans.QuantumMesh.Gateway;

/// <summary>Routes of the contract that aren't there yet: they say so, in the one shape.</summary>
public static class LaterEndpoints
{
    private static readonly (string Method, string Route)[] Routes =
    [
        ("POST", "/session"),
        ("POST", "/enrollment/peers"),
        ("GET", "/enrollment/peers"),
        ("GET", "/enrollment/peers/{peer_id}"),
        ("POST", "/enrollment/peers/{peer_id}/proof"),
        ("POST", "/enrollment/peers/{peer_id}/action"),
        ("GET", "/jobs/{job_id}/provenance"),
        ("POST", "/jobs/{job_id}/replay"),
        ("GET", "/jobs/{job_id}/state"),
        ("POST", "/circuits/batch"),
        ("GET", "/batches/{batch_id}"),
        ("POST", "/batches/{batch_id}/cancel"),
        ("POST", "/finance/submit"),
        ("GET", "/finance"),
        ("GET", "/finance/{job_id}"),
        ("GET", "/finance/{job_id}/comparison"),
        ("POST", "/workflows/runs"),
        ("GET", "/workflows/runs"),
        ("GET", "/workflows/runs/{run_id}"),
        ("POST", "/workflows/benchmarks"),
        ("GET", "/workflows/benchmarks/{benchmark_id}"),
        ("GET", "/workflows/benchmarks/{benchmark_id}/artifacts"),
    ];

    public static void Map(IEndpointRouteBuilder routes)
    {
        foreach ((string method, string route) in Routes)
        {
            routes.MapMethods(route, [method], Refuse).ExcludeFromDescription();
        }
    }

    private static ProblemResult Refuse(HttpContext context) =>
        new(new Problem(StatusCodes.Status501NotImplemented, "not_implemented", $"{context.Request.Method} {context.Request.Path} is not there yet in this version."));
}
