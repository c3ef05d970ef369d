using Microsoft.Data.Sqlite;

namespace Orleans.QuantumMesh.Storage.Sqlite;

/// <summary>The journal in a SQLite file.</summary>
internal sealed class SqliteJournal(JournalWriter writer, ReaderPool readers, TimeProvider timeProvider) : IJournal
{
    private const string EventColumns = "position, stream, sequence, type, payload, occurred_at";
    private const int LongDocument = 65_536;

    public JournalStatistics Statistics => writer.Statistics;

    public Task<AppendResult> AppendAsync(JournalBatch batch, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(batch);
        return AppendTogetherAsync([batch], cancellationToken);
    }

    public async Task<AppendResult> AppendTogetherAsync(
        IReadOnlyList<JournalBatch> batches, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(batches);
        JournalBatch[] prepared = batches.Any(HasLongDocument)
            ? await Task.Run(() => batches.Select(Prepare).ToArray(), cancellationToken).ConfigureAwait(false)
            : [.. batches.Select(Prepare)];
        return await writer.WriteAsync(new WorkItem(prepared, cancellationToken)).ConfigureAwait(false);
    }

    public Task<IReadOnlyList<RecordedEvent>> ReadAsync(
        string stream, long afterSequence = 0, int limit = int.MaxValue, CancellationToken cancellationToken = default) =>
        readers.QueryAsync<IReadOnlyList<RecordedEvent>>(
            connection => Query.Rows(
                connection,
                $"SELECT {EventColumns} FROM events WHERE stream = $1 AND sequence > $2 ORDER BY sequence LIMIT $3",
                ReadEvent, stream, afterSequence, limit),
            cancellationToken);

    public Task<IReadOnlyList<RecordedEvent>> ReadAllAsync(
        long afterPosition, int limit, CancellationToken cancellationToken = default) =>
        readers.QueryAsync<IReadOnlyList<RecordedEvent>>(
            connection => ReadAll(connection, afterPosition, limit), cancellationToken);

    public Task<long> GetLastSequenceAsync(string stream, CancellationToken cancellationToken = default) =>
        readers.QueryAsync(
            connection => Query.Number(connection, "SELECT max(sequence) FROM events WHERE stream = $1", stream),
            cancellationToken);

    public Task<IdempotencyRecord?> TryGetIdempotentAsync(IdempotencyKey key, CancellationToken cancellationToken = default) =>
        readers.QueryAsync(
            connection => Query.Row(
                connection,
                "SELECT request_hash, response, created_at FROM idempotency_keys WHERE user = $1 AND route = $2 AND key = $3 AND created_at > $4",
                reader => new IdempotencyRecord(key, reader.GetString(0), reader.GetString(1), reader.Time(2)),
                key.User, key.Route, key.Text, timeProvider.GetUtcNow() - IdempotencyRecord.Lifetime),
            cancellationToken);

    public async Task<long> RebuildReadModelsAsync(IEventProjector projector, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(projector);
        AppendResult result = await writer.WriteAsync(
            new WorkItem(connection => Rebuild(connection, projector, cancellationToken), cancellationToken)).ConfigureAwait(false);
        return result.LastPosition;
    }

    private static long Rebuild(SqliteConnection connection, IEventProjector projector, CancellationToken cancellationToken)
    {
        using var rows = new RowChangeWriter(connection);
        foreach (ReadModelTable table in projector.Tables)
        {
            rows.Empty(table);
        }

        long count = 0;
        long position = 0;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            List<RecordedEvent> events = ReadAll(connection, position, 1000);
            if (events.Count == 0)
            {
                return count;
            }

            foreach (RowChange change in events.SelectMany(projector.Project))
            {
                rows.Apply(change);
            }

            count += events.Count;
            position = events[^1].Position;
        }
    }

    private static List<RecordedEvent> ReadAll(SqliteConnection connection, long afterPosition, int limit) =>
        Query.Rows(
            connection,
            $"SELECT {EventColumns} FROM events WHERE position > $1 ORDER BY position LIMIT $2",
            ReadEvent, afterPosition, limit);

    private static RecordedEvent ReadEvent(SqliteDataReader reader) =>
        new(reader.GetInt64(0), reader.GetString(1), reader.GetInt64(2), reader.GetString(3), reader.GetString(4), reader.Time(5));

    private static bool HasLongDocument(JournalBatch batch) =>
        batch.Changes.Any(change => change is PutResult { Row.Document.Length: > LongDocument });

    private static JournalBatch Prepare(JournalBatch batch) =>
        batch.Changes.Any(change => change is PutResult)
            ? batch with { Changes = [.. batch.Changes.Select(RowChangeWriter.Prepare)] }
            : batch;
}
