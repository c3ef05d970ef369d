using System.Security.Cryptography;

using Orleans.QuantumMesh.Grains.Abstractions;

namespace Orleans.QuantumMesh.ServiceNode;

/// <summary>All reservations of a node and the room that they take. Thread-safe.</summary>
public sealed class ReservationBook(int capacity, TimeProvider time)
{
    private const int Remembered = 100_000;
    private const double HeldOnPurpose = 8;
    private static readonly TimeSpan Memory = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan DefaultLife = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestLife = TimeSpan.FromDays(1);
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Slot> _slots = [];
    private readonly Dictionary<string, string> _byToken = [];
    private readonly HashSet<string> _holding = [];
    private readonly Queue<(string Id, DateTimeOffset At)> _ended = [];
    private double? _usualHoldMs;

    /// <summary>How many fragments may be reserved or executing at once.</summary>
    public int Capacity => capacity;

    /// <summary>Slots held now, and how many of them execute.</summary>
    public (int Held, int Executing) Usage()
    {
        lock (_gate)
        {
            Tidy();
            return (_holding.Count, _holding.Count(id => _slots[id].IsExecuting));
        }
    }

    /// <summary>Answers a request; <paramref name="admit"/> gives the reason why a new reservation isn't taken whatever the room, or <see langword="null"/>.</summary>
    public ReservationDecision Handle(string peer, ReservationCall call, Func<ReservationCall, string?> admit)
    {
        ArgumentNullException.ThrowIfNull(call);
        ArgumentNullException.ThrowIfNull(admit);
        lock (_gate)
        {
            Tidy();
            DateTimeOffset now = time.GetUtcNow();
            Slot? slot = _slots.GetValueOrDefault(call.ReservationId);
            TimeSpan? life = call.TtlMs > 0 ? TimeSpan.FromMilliseconds(Math.Min(call.TtlMs, LongestLife.TotalMilliseconds)) : null;
            if (call.Action == "prepare")
            {
                return slot is null ? Prepare(peer, call, admit, life ?? DefaultLife, now)
                    : SlotMachine.MayRepeat(slot, peer, call.ReservationToken) ? ReservationDecision.Of(slot)
                    : ReservationDecision.Rejected("token");
            }

            Slot? next = slot is null ? null
                : call.Action == "commit" ? SlotMachine.Commit(slot, call.ReservationToken, life, now)
                : SlotMachine.Cancel(slot, call.ReservationToken, now);
            if (next is null)
            {
                return ReservationDecision.Rejected("token");
            }

            Set(next);
            return ReservationDecision.Of(next);
        }
    }

    /// <summary>Begins the execution that the token is good for; gives the reservation's id, or <see langword="null"/>.</summary>
    public string? TryBegin(string token, string executionId)
    {
        lock (_gate)
        {
            if (!_byToken.TryGetValue(token, out string? id) || SlotMachine.Begin(_slots[id], token, executionId, time.GetUtcNow()) is not { } begun)
            {
                return null;
            }

            Set(begun);
            return begun.ReservationId;
        }
    }

    /// <summary>The execution has answered; its room is free.</summary>
    public void End(string reservationId)
    {
        lock (_gate)
        {
            if (_slots.TryGetValue(reservationId, out Slot? slot))
            {
                Set(SlotMachine.End(slot, time.GetUtcNow()));
            }
        }
    }

    private ReservationDecision Prepare(string peer, ReservationCall call, Func<ReservationCall, string?> admit, TimeSpan life, DateTimeOffset now)
    {
        if (admit(call) is { } reason)
        {
            return ReservationDecision.Rejected(reason);
        }

        if (_holding.Count >= capacity)
        {
            return new ReservationDecision("REJECTED", Reason: "capacity", NextFreeInMs: NextFree(now));
        }

        Slot slot = SlotMachine.Prepare(call.ReservationId, peer, RandomNumberGenerator.GetHexString(32, lowercase: true), life, now);
        _byToken.Add(slot.Token, slot.ReservationId);
        Set(slot);
        return ReservationDecision.Of(slot);
    }

    /// <remarks>
    /// A slot is over at the latest when its time is up, and usually after as long as slots were held lately;
    /// one that has been held for several times that without executing is not of that kind.
    /// </remarks>
    private int NextFree(DateTimeOffset now)
    {
        double least = double.MaxValue;
        foreach (string id in _holding)
        {
            Slot slot = _slots[id];
            double expiry = (slot.ExpiresAt - now).TotalMilliseconds;
            double held = (now - slot.HeldSince).TotalMilliseconds;
            double usual = _usualHoldMs is { } hold && (slot.IsExecuting || held < HeldOnPurpose * hold) ? Math.Max(hold - held, Math.Max(2, hold / 4)) : expiry;
            least = Math.Min(least, slot.IsExecuting && expiry < usual ? usual : Math.Min(expiry, usual));
        }

        return (int)Math.Clamp(Math.Ceiling(least), 1, int.MaxValue);
    }

    private void Set(Slot slot)
    {
        bool held = _holding.Contains(slot.ReservationId);
        _slots[slot.ReservationId] = slot;
        if (slot.HoldsRoom)
        {
            _holding.Add(slot.ReservationId);
        }
        else if (held)
        {
            _holding.Remove(slot.ReservationId);
            _ended.Enqueue((slot.ReservationId, slot.ReleasedAt!.Value));
            if (slot.ExecutionId is not null)
            {
                double hold = (slot.ReleasedAt.Value - slot.HeldSince).TotalMilliseconds;
                _usualHoldMs = _usualHoldMs is { } usual ? (usual * 0.8) + (hold * 0.2) : hold;
            }
        }
    }

    private void Tidy()
    {
        DateTimeOffset now = time.GetUtcNow();
        foreach (string id in _holding.ToArray())
        {
            Slot slot = _slots[id];
            Slot next = SlotMachine.At(slot, now);
            if (!ReferenceEquals(slot, next))
            {
                Set(next);
            }
        }

        while (_ended.TryPeek(out (string Id, DateTimeOffset At) oldest) && (now - oldest.At > Memory || _ended.Count > Remembered))
        {
            _ended.Dequeue();
            if (_slots.Remove(oldest.Id, out Slot? gone))
            {
                _byToken.Remove(gone.Token);
            }
        }
    }
}
