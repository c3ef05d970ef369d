namespace Orleans.QuantumMesh.ServiceNode;

/// <summary>A reservation as the node keeps it.</summary>
public sealed record Slot
{
    public required string ReservationId { get; init; }

    /// <summary>The peer that prepared it.</summary>
    public required string Owner { get; init; }

    /// <summary>What commit, cancel and the dispatch present.</summary>
    public required string Token { get; init; }

    public required SlotState State { get; init; }

    public required TimeSpan TimeToLive { get; init; }

    /// <summary>When it ends by itself, unless it executes.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Since when it has held room.</summary>
    public required DateTimeOffset HeldSince { get; init; }

    /// <summary>The one execution that its token was used for.</summary>
    public string? ExecutionId { get; init; }

    public bool IsExecuting { get; init; }

    /// <summary>When it gave its room back; <see langword="null"/> while it holds it.</summary>
    public DateTimeOffset? ReleasedAt { get; init; }

    /// <summary>Whether it takes one of the node's slots.</summary>
    public bool HoldsRoom => ReleasedAt is null;
}
