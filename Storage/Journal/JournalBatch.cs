namespace Orleans.QuantumMesh.Storage;

/// <summary>What one stream appends at once: it takes effect whole or not at all.</summary>
public sealed record JournalBatch
{
    /// <summary>Events for a stream, the first of which gets the sequence <paramref name="expectedNextSequence"/>.</summary>
    /// <exception cref="ArgumentException">The stream is empty or the sequence is below 1.</exception>
    public JournalBatch(string stream, long expectedNextSequence, IReadOnlyList<JournalEvent> events)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(stream);
        ArgumentOutOfRangeException.ThrowIfLessThan(expectedNextSequence, 1);
        ArgumentNullException.ThrowIfNull(events);
        Stream = stream;
        ExpectedNextSequence = expectedNextSequence;
        Events = events;
    }

    private JournalBatch(IReadOnlyList<RowChange> changes)
    {
        Stream = string.Empty;
        Events = [];
        Changes = changes;
    }

    /// <summary>The stream, such as <c>job-…</c>; empty where there are row changes only.</summary>
    public string Stream { get; }

    /// <summary>The sequence that the first event must get, from 1.</summary>
    public long ExpectedNextSequence { get; }

    /// <summary>The events, in order.</summary>
    public IReadOnlyList<JournalEvent> Events { get; }

    /// <summary>Read-model rows that change in the same transaction, in order.</summary>
    public IReadOnlyList<RowChange> Changes { get; init; } = [];

    /// <summary>The idempotency record that must be new for the batch to be written.</summary>
    public IdempotencyRecord? Idempotency { get; init; }

    /// <summary>What the batch must survive once acknowledged.</summary>
    public JournalDurability Durability { get; init; } = JournalDurability.Normal;

    /// <summary>Row changes that belong to no stream (users, enrollments, projections and their offsets).</summary>
    public static JournalBatch OfChanges(params IReadOnlyList<RowChange> changes) => new(changes);
}
