namespace Orleans.QuantumMesh.Storage;

/// <summary>An event as the journal holds it.</summary>
/// <param name="Position">Place among all events, ascending in commit order.</param>
/// <param name="Stream">The stream it belongs to, such as <c>job-…</c>.</param>
/// <param name="Sequence">Place in its stream, from 1, without gaps.</param>
/// <param name="Type">What happened.</param>
/// <param name="Payload">JSON text, exactly as appended.</param>
/// <param name="OccurredAt">When it happened, UTC, to the microsecond.</param>
public sealed record RecordedEvent(
    long Position, string Stream, long Sequence, string Type, string Payload, DateTimeOffset OccurredAt);
