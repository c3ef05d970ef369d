using System.Security.Cryptography;
using System.Text;

namespace Orleans.QuantumMesh.ServiceNode;

/// <summary>
/// The life of one reservation as pure functions of slot and time. PREPARED → COMMITTED; both → CANCELED by whoever has the token, or → EXPIRED by time unless it executes.
/// Room is held until the reservation ends, is canceled (an execution that runs is waited for) or has answered.
/// </summary>
public static class SlotMachine
{
    /// <summary>A fresh reservation.</summary>
    public static Slot Prepare(string reservationId, string owner, string token, TimeSpan timeToLive, DateTimeOffset now) => new()
    {
        ReservationId = reservationId,
        Owner = owner,
        Token = token,
        State = SlotState.Prepared,
        TimeToLive = timeToLive,
        ExpiresAt = now + timeToLive,
        HeldSince = now,
    };

    /// <summary>The slot as it is at this time.</summary>
    public static Slot At(Slot slot, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(slot);
        return slot is { HoldsRoom: true, IsExecuting: false, State: SlotState.Prepared or SlotState.Committed } && now >= slot.ExpiresAt
            ? slot with { State = SlotState.Expired, ReleasedAt = now }
            : slot;
    }

    /// <summary>Whether this peer may see state and token of a repeated prepare.</summary>
    public static bool MayRepeat(Slot slot, string peer, string? token)
    {
        ArgumentNullException.ThrowIfNull(slot);
        return slot.Owner == peer || Presents(slot, token);
    }

    /// <summary>Commits what is prepared; the time to live counts anew from the first commit, with a new length where one is given. <see langword="null"/>: wrong token.</summary>
    public static Slot? Commit(Slot slot, string? token, TimeSpan? timeToLive, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(slot);
        if (!Presents(slot, token))
        {
            return null;
        }

        slot = At(slot, now);
        if (slot.State != SlotState.Prepared)
        {
            return slot;
        }

        TimeSpan life = timeToLive ?? slot.TimeToLive;
        return slot with { State = SlotState.Committed, TimeToLive = life, ExpiresAt = now + life };
    }

    /// <summary>Cancels what has not expired. <see langword="null"/>: wrong token.</summary>
    public static Slot? Cancel(Slot slot, string? token, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(slot);
        if (!Presents(slot, token))
        {
            return null;
        }

        slot = At(slot, now);
        return slot.State == SlotState.Expired
            ? slot
            : slot with { State = SlotState.Canceled, ReleasedAt = slot.ReleasedAt ?? (slot.IsExecuting ? null : now) };
    }

    /// <summary>Begins the one execution that the token is good for; <see langword="null"/>: wrong token, not COMMITTED, or used.</summary>
    public static Slot? Begin(Slot slot, string? token, string executionId, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(slot);
        slot = At(slot, now);
        return Presents(slot, token) && slot is { State: SlotState.Committed, ExecutionId: null, HoldsRoom: true }
            ? slot with { ExecutionId = executionId, IsExecuting = true }
            : null;
    }

    /// <summary>The execution has answered: its room is free. The state stays.</summary>
    public static Slot End(Slot slot, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(slot);
        return slot.IsExecuting ? slot with { IsExecuting = false, ReleasedAt = now } : slot;
    }

    private static bool Presents(Slot slot, string? token) =>
        token is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(token), Encoding.UTF8.GetBytes(slot.Token));
}
