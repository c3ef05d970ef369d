namespace Orleans.QuantumMesh.Storage;

/// <summary>The append-only event store that everything else can be rebuilt from. Knows nothing of what the events mean.</summary>
/// <remarks>Thread-safe. One writer commits at once what waits; what comes while a commit runs goes into the next one.</remarks>
public interface IJournal
{
    /// <summary>Counters since the journal was opened.</summary>
    JournalStatistics Statistics { get; }

    /// <summary>Appends a batch and completes when it is committed; waits while the queue is full.</summary>
    /// <remarks>A cancelled append was not written. With an idempotency record whose key is taken, nothing is written and the earlier record is answered.</remarks>
    /// <exception cref="JournalConflictException">The stream is elsewhere, or a row that may stand once stands already.</exception>
    /// <exception cref="JournalUnavailableException">The journal is closed or the store failed.</exception>
    Task<AppendResult> AppendAsync(JournalBatch batch, CancellationToken cancellationToken = default);

    /// <summary>Appends batches of several streams that take effect together or not at all; the result is that of the last one.</summary>
    /// <exception cref="JournalConflictException">One of them is in conflict: none was written.</exception>
    /// <exception cref="JournalUnavailableException">The journal is closed or the store failed.</exception>
    Task<AppendResult> AppendTogetherAsync(IReadOnlyList<JournalBatch> batches, CancellationToken cancellationToken = default);

    /// <summary>A stream's events after a sequence (0 for all), in order.</summary>
    Task<IReadOnlyList<RecordedEvent>> ReadAsync(
        string stream, long afterSequence = 0, int limit = int.MaxValue, CancellationToken cancellationToken = default);

    /// <summary>Events of all streams after a global position (0 for all), in commit order, at most <paramref name="limit"/>.</summary>
    Task<IReadOnlyList<RecordedEvent>> ReadAllAsync(
        long afterPosition, int limit, CancellationToken cancellationToken = default);

    /// <summary>The sequence of a stream's last event; 0 where there is none.</summary>
    Task<long> GetLastSequenceAsync(string stream, CancellationToken cancellationToken = default);

    /// <summary>What was answered under a key in the last 24 hours, or null.</summary>
    Task<IdempotencyRecord?> TryGetIdempotentAsync(IdempotencyKey key, CancellationToken cancellationToken = default);

    /// <summary>Empties the projector's tables and fills them again from all events, in one transaction. Appends wait meanwhile.</summary>
    /// <returns>The number of events read.</returns>
    Task<long> RebuildReadModelsAsync(IEventProjector projector, CancellationToken cancellationToken = default);
}
