namespace Orleans.QuantumMesh.Storage;

/// <summary>One event to append: what happened (<paramref name="Type"/>), its JSON payload and when it happened.</summary>
/// <remarks><see cref="OccurredAt"/> is UTC and kept to the microsecond, so that a replay sees the very value that was appended.</remarks>
public sealed record JournalEvent(string Type, string Payload, DateTimeOffset OccurredAt)
{
    /// <summary>When it happened, UTC, cut to the microsecond.</summary>
    public DateTimeOffset OccurredAt { get; init; } = StoredTime.Truncate(OccurredAt);
}
