using Microsoft.Extensions.Time.Testing;

using Orleans.QuantumMesh.Grains.Abstractions;
using Orleans.QuantumMesh.ServiceNode;

namespace Orleans.QuantumMesh.Mesh.Tests.Reservations;

public sealed class ReservationBookTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly ReservationBook _book;

    public ReservationBookTests() => _book = new ReservationBook(2, _time);

    [Fact]
    public void PrepareIsIdempotentForThePeerAndForWhoHasTheToken()
    {
        ReservationDecision first = Prepare("res-1");
        Assert.Equal("PREPARED", first.State);
        Assert.Equal(first, Prepare("res-1"));
        Assert.Equal(first, Ask("prepare", "res-1", first.Token, peer: "another"));
        Assert.Equal(ReservationDecision.Rejected("token"), Ask("prepare", "res-1", "guess", peer: "another"));
    }

    [Fact]
    public void CapacityIsNeverExceededAndTheRefusalNamesWhenRoomIsFree()
    {
        Prepare("res-1", 8_000);
        Prepare("res-2", 5_000);
        ReservationDecision refused = Prepare("res-3");
        Assert.Equal(("REJECTED", "capacity", 5_000), (refused.State, refused.Reason, refused.NextFreeInMs));
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal("PREPARED", Prepare("res-3").State);
        Assert.Equal("EXPIRED", Prepare("res-2").State);
    }

    [Fact]
    public void ASlotThatIsHeldOnPurposeIsNotExpectedBackAsSoonAsOneOfAFragment()
    {
        string token = Prepare("res-1").Token!;
        Ask("commit", "res-1", token);
        string reservation = _book.TryBegin(token, "exec-1")!;
        _time.Advance(TimeSpan.FromMilliseconds(10));
        _book.End(reservation);
        Prepare("res-2", 60_000);
        Prepare("res-3", 60_000);
        Assert.Equal(10, Prepare("res-4").NextFreeInMs);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(59_000, Prepare("res-4").NextFreeInMs);
    }

    [Fact]
    public void ADayIsHeldIfItIsAskedFor()
    {
        Prepare("res-1", 86_400_000);
        _time.Advance(TimeSpan.FromSeconds(86_399));
        Assert.Equal(1, _book.Usage().Held);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(0, _book.Usage().Held);
    }

    [Fact]
    public void AnExecutionKeepsItsSlotBeyondItsTimeUntilItHasAnswered()
    {
        string token = Prepare("res-1", 1_000).Token!;
        Assert.Equal("COMMITTED", Ask("commit", "res-1", token).State);
        string reservation = _book.TryBegin(token, "exec-1")!;
        Prepare("res-2", 60_000);
        _time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal("capacity", Prepare("res-3").Reason);
        _book.End(reservation);
        Assert.Equal("PREPARED", Prepare("res-3").State);
        Assert.Equal("COMMITTED", Ask("commit", "res-1", token).State);
        Assert.Null(_book.TryBegin(token, "exec-2"));
    }

    [Fact]
    public void ACanceledExecutionHoldsItsSlotUntilItHasAnswered()
    {
        string token = Prepare("res-1").Token!;
        Ask("commit", "res-1", token);
        string reservation = _book.TryBegin(token, "exec-1")!;
        Assert.Equal("CANCELED", Ask("cancel", "res-1", token).State);
        Assert.Equal((1, 1), _book.Usage());
        _book.End(reservation);
        Assert.Equal((0, 0), _book.Usage());
    }

    [Fact]
    public void AnUnknownIdIsAWrongToken()
    {
        Assert.Equal(ReservationDecision.Rejected("token"), Ask("commit", "res-9", "token"));
        Assert.Equal(ReservationDecision.Rejected("token"), Ask("cancel", "res-9", null));
    }

    [Fact]
    public void RejectionsAreNotRememberedAndEndedReservationsForTenMinutes()
    {
        Assert.Equal("draining", _book.Handle("peer", Call("prepare", "res-1"), _ => "draining").Reason);
        string token = Prepare("res-1").Token!;
        Ask("cancel", "res-1", token);
        Assert.Equal("CANCELED", Prepare("res-1").State);
        _time.Advance(TimeSpan.FromMinutes(11));
        Assert.Equal("PREPARED", Prepare("res-1").State);
    }

    [Fact]
    public void AfterExecutionsTheNextFreeSlotIsToldByHowLongTheyTook()
    {
        for (int i = 0; i < 2; i++)
        {
            string token = Prepare($"res-{i}").Token!;
            Ask("commit", $"res-{i}", token);
            string reservation = _book.TryBegin(token, $"exec-{i}")!;
            _time.Advance(TimeSpan.FromMilliseconds(40));
            _book.End(reservation);
        }

        Prepare("res-5");
        Prepare("res-6");
        Assert.InRange(Prepare("res-7").NextFreeInMs!.Value, 1, 40);
    }

    private static ReservationCall Call(string action, string id, string? token = null, int ttl = 30_000) =>
        new() { Action = action, ReservationId = id, ReservationToken = token, ServiceType = "hadamard", Qubits = 1, TtlMs = ttl };

    private ReservationDecision Prepare(string id, int ttl = 30_000) => _book.Handle("peer", Call("prepare", id, null, ttl), _ => null);

    private ReservationDecision Ask(string action, string id, string? token, string peer = "peer") => _book.Handle(peer, Call(action, id, token), _ => null);
}
