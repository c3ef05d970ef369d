using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.QuantumMesh.Grains.Abstractions;
using Scalar.AspNetCore;

namespace Orleans.QuantumMesh.Gateway;

/// <summary>Puts the gateway into a web host. The host brings an <see cref="IClusterClient"/> and an <see cref="IPersistenceReporter"/>.</summary>
public static class GatewayHosting
{
    public const string BasePath = "/api/v1";

    public static IServiceCollection AddQuantumMeshGateway(this IServiceCollection services, GatewayOptions options)
    {
        services.AddSingleton(options);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<GatewayClock>();
        services.AddSingleton<JobFeeds>();
        services.AddSingleton<JobWatch>();
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
            json.SerializerOptions.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
            json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
            json.SerializerOptions.TypeInfoResolver = JsonTypeInfoResolver.Combine(GatewayJson.Context, new DefaultJsonTypeInfoResolver());
        });
        services.Configure<RouteHandlerOptions>(handlers => handlers.ThrowOnBadRequest = true);
        services.AddOpenApi("v1", openApi =>
        {
            openApi.AddOperationTransformer<OperationTransformer>();
            openApi.AddSchemaTransformer<SchemaTransformer>();
            openApi.AddDocumentTransformer((document, _, _) =>
            {
                document.Info.Title = "Orleans.QuantumMesh";
                document.Info.Version = options.Version;
                document.Info.Description = "A coordinator of distributed quantum services: circuits in, fragments on the nodes of a libp2p mesh, quantum results out.";
                document.Servers = [];
                return Task.CompletedTask;
            });
        });
        if (options.AllowedOrigins.Count > 0)
        {
            services.AddCors(cors => cors.AddDefaultPolicy(policy => policy
                .WithOrigins([.. options.AllowedOrigins]).AllowAnyMethod().AllowAnyHeader()
                .WithExposedHeaders(RequestIdMiddleware.Header, "Link", "Location", "Retry-After")));
        }

        if (options.RequestsPerMinute > 0)
        {
            services.AddRateLimiter(limiter => Limit(limiter, options.RequestsPerMinute));
        }

        return services;
    }

    /// <summary>The middleware and all routes.</summary>
    public static void MapQuantumMeshGateway(this WebApplication app)
    {
        GatewayOptions options = app.Services.GetRequiredService<GatewayOptions>();
        _ = app.Services.GetRequiredService<GatewayClock>();
        app.UseMiddleware<RequestIdMiddleware>();
        app.UseMiddleware<ProblemMiddleware>();
        app.UseMiddleware<OriginMiddleware>();
        app.UseMiddleware<HeadMiddleware>();
        app.UseRouting();
        if (options.AllowedOrigins.Count > 0)
        {
            app.UseCors();
        }

        if (options.RequestsPerMinute > 0)
        {
            app.UseRateLimiter();
        }

        app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = TimeSpan.FromSeconds(20) });
        RouteGroupBuilder api = app.MapGroup(BasePath);
        SystemEndpoints.Map(api);
        MeshEndpoints.Map(api);
        CircuitEndpoints.Map(api);
        JobEndpoints.Map(api);
        ReservationEndpoints.Map(api);
        LaterEndpoints.Map(api);
        app.MapOpenApi("/openapi/{documentName:regex(^v1$)}.json");
        app.MapScalarApiReference("/docs", scalar => scalar.WithTitle("Orleans.QuantumMesh"));
        app.MapGet("/", () => Results.Redirect("/docs")).ExcludeFromDescription();
    }

    private static void Limit(RateLimiterOptions limiter, int requestsPerMinute)
    {
        limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context => RateLimitPartition.GetFixedWindowLimiter(
            context.Connection.RemoteIpAddress?.ToString() ?? "",
            _ => new FixedWindowRateLimiterOptions { PermitLimit = requestsPerMinute, Window = TimeSpan.FromMinutes(1) }));
        limiter.OnRejected = async (rejected, _) =>
        {
            TimeSpan wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out TimeSpan after) ? after : TimeSpan.FromMinutes(1);
            rejected.HttpContext.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString("0", System.Globalization.CultureInfo.InvariantCulture);
            await ProblemResult.WriteAsync(rejected.HttpContext, new Problem(429, "rate_limited", $"At most {requestsPerMinute} requests a minute are served; try again in {wait.TotalSeconds:0} s."));
        };
    }
}
