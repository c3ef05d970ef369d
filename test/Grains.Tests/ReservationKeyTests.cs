using Orleans.QuantumMesh.Grains.Abstractions;
using Orleans.QuantumMesh.Storage;

namespace Orleans.QuantumMesh.Grains.Tests;

/// <summary>A reservation's idempotency key holds for 24 hours.</summary>
public sealed class ReservationKeyTests(SharedMesh shared) : IClassFixture<SharedMesh>
{
    private static readonly Caller Somebody = new() { IdempotencyKey = "again" };

    [Theory]
    [InlineData(23, false)]
    [InlineData(25, true)]
    public async Task A_key_ends_after_a_day_and_then_makes_another_reservation(int hours, bool ends)
    {
        var request = new ReservationRequest { FragmentId = "frag-0001", ServiceId = "cnot", IdempotencyKey = $"{hours} hours" };
        string id = ReservationKeys.For(request, Somebody);
        DateTimeOffset then = DateTimeOffset.UtcNow.AddHours(-hours);
        ReservationEvent[] events =
        [
            new ReservationRequested { Owner = Somebody.Owner, Request = request, NodeId = "node", ServiceType = "cnot" },
            new ReservationCanceled { Reason = "done" },
        ];
        await shared.Mesh.Storage.Journal.AppendAsync(
            new JournalBatch(id, 1, [.. events.Select(one => new JournalEvent(EventJson.Shared.NameOf(one), EventJson.Shared.Write(one), then))]),
            TestContext.Current.CancellationToken);

        ReservationDocument first = (await shared.Mesh.Grains.GetGrain<IReservationGrain>(id).Create(request, Somebody)).Value!;
        ReservationDocument second = (await shared.Mesh.Grains.GetGrain<IReservationGrain>(id).Create(request, Somebody)).Value!;
        Problem? other = (await shared.Mesh.Grains.GetGrain<IReservationGrain>(id).Create(request with { TtlSeconds = 77 }, Somebody)).Problem;

        Assert.Equal((ends, !ends, true), (first.ReservationId != id, first.Repeated, second.Repeated));
        Assert.Equal(first.ReservationId, second.ReservationId);
        Assert.Equal(ends ? ReservationState.Committed : ReservationState.Canceled, first.State);
        Assert.Equal("idempotency_conflict", other?.Error);
    }
}
