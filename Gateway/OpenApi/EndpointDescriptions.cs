using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Orleans.QuantumMesh.Gateway;

/// <summary>What the OpenAPI document says of a route, beside the route.</summary>
internal static class EndpointDescriptions
{
    public static RouteHandlerBuilder Describe(this RouteHandlerBuilder route, string tag, string summary, string? description)
    {
        route.WithTags(tag).WithSummary(summary);
        return description is null ? route : route.WithDescription(description);
    }

    public static RouteHandlerBuilder Answers<T>(this RouteHandlerBuilder route, int status = StatusCodes.Status200OK) => route.Produces<T>(status, "application/json");

    public static RouteHandlerBuilder AnswersEvents(this RouteHandlerBuilder route) => route.Produces<JobUpdateDocument>(StatusCodes.Status200OK, "text/event-stream").Produces(StatusCodes.Status204NoContent);

    public static RouteHandlerBuilder SwitchesProtocols(this RouteHandlerBuilder route) => route.Produces(StatusCodes.Status101SwitchingProtocols);

    public static RouteHandlerBuilder Fails(this RouteHandlerBuilder route, params ReadOnlySpan<int> statuses)
    {
        foreach (int status in statuses)
        {
            route.Produces<ProblemBody>(status, ProblemResult.ContentType);
        }

        return route;
    }

    public static RouteHandlerBuilder Query(this RouteHandlerBuilder route, string name, string type, string description) => route.WithMetadata(new ParameterDescription(name, InQuery: true, type, description));

    public static RouteHandlerBuilder Query(this RouteHandlerBuilder route, string name, string type, string description, int least, int most) =>
        route.WithMetadata(new ParameterDescription(name, InQuery: true, type, description) { Least = least, Most = most });

    public static RouteHandlerBuilder Query(this RouteHandlerBuilder route, string name, string type, string description, params IReadOnlyList<string> words) =>
        route.WithMetadata(new ParameterDescription(name, InQuery: true, type, description) { Words = words });

    public static RouteHandlerBuilder Header(this RouteHandlerBuilder route, string name, string description) => route.WithMetadata(new ParameterDescription(name, InQuery: false, "string", description) { Least = name == Callers.IdempotencyHeader ? 1 : null, Most = name == Callers.IdempotencyHeader ? Callers.MaximumKeyLength : null });

    public static RouteHandlerBuilder Takes<T>(this RouteHandlerBuilder route, string example)
        where T : notnull => route.Accepts<T>("application/json").WithMetadata(new RequestExample(example));
}
