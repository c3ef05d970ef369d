using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Orleans.QuantumMesh.Grains.Abstractions;

namespace Orleans.QuantumMesh.Gateway;

/// <summary>Slots on nodes, held outside any job.</summary>
public static class ReservationEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/reservations", Create).Describe("Reservations", "Hold a slot on a node", "Really holds one until the time to live is over; a conflict names the next free window.")
            .Header(Callers.IdempotencyHeader, "Makes a repetition safe, for 24 hours.").Takes<ReservationBody>(OpenApiExamples.Reservation)
            .Answers<ReservationView>(201).Answers<ReservationView>().Fails(404, 409, 413, 415, 422, 503);
        routes.MapGet("/reservations/{reservation_id}", Get).Describe("Reservations", "One reservation", null).Answers<ReservationView>().Fails(404, 422);
        routes.MapPost("/reservations/{reservation_id}/cancel", Cancel).Describe("Reservations", "Release a slot", null).Query("reason", "string", "Why.").Answers<ReservationView>().Fails(404, 409, 422);
    }

    private static async Task<IResult> Create(HttpContext context, IClusterClient cluster)
    {
        new QueryReader(context.Request.Query).Finish();
        Caller caller = Callers.Of(context);
        using JsonDocument body = await BodyReader.ReadAsync(context);
        Outcome<ReservationRequest> read = ReservationRequestJson.Read(body.RootElement);
        if (read.Problem is { } refused)
        {
            return new ProblemResult(refused);
        }

        ReservationRequest request = read.Value!;
        string id = ReservationKeys.For(request, caller);
        Outcome<ReservationDocument> outcome = await cluster.GetGrain<IReservationGrain>(id).Create(request, caller);
        if (outcome.Problem is { } problem)
        {
            return new ProblemResult(problem);
        }

        context.Response.Headers.Location = $"/api/v1/reservations/{outcome.Value!.ReservationId}";
        return new JsonTextResult(ReservationDocumentJson.Utf8(outcome.Value!), outcome.Value!.Repeated ? StatusCodes.Status200OK : StatusCodes.Status201Created);
    }

    private static async Task<IResult> Get(string reservation_id, HttpContext context, IClusterClient cluster)
    {
        new QueryReader(context.Request.Query).Finish();
        return Shown(await Reservation(cluster, reservation_id).Get(Callers.Of(context)));
    }

    private static async Task<IResult> Cancel(string reservation_id, HttpContext context, IClusterClient cluster)
    {
        QueryReader query = new(context.Request.Query);
        string? reason = query.Text("reason");
        query.Finish();
        return Shown(await Reservation(cluster, reservation_id).Cancel(reason, Callers.Of(context)));
    }

    private static IResult Shown(Outcome<ReservationDocument> outcome) =>
        outcome.Problem is { } problem ? new ProblemResult(problem) : new JsonTextResult(ReservationDocumentJson.Utf8(outcome.Value!));

    private static IReservationGrain Reservation(IClusterClient cluster, string id) => cluster.GetGrain<IReservationGrain>(Ids.Require(id, "res-", "reservation"));
}
