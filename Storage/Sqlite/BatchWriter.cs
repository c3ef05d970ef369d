using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Orleans.QuantumMesh.Storage.Sqlite;

/// <summary>Writes batches inside the writer's transaction. Not thread-safe.</summary>
internal sealed class BatchWriter : IDisposable
{
    private const int ConstraintViolated = 19;

    private readonly SqliteConnection _connection;
    private readonly TimeProvider _timeProvider;
    private readonly RowChangeWriter _rows;
    private readonly Statement _savepoint;
    private readonly Statement _release;
    private readonly Statement _rollbackTo;
    private readonly Statement _lastSequence;
    private readonly Statement _insertEvent;
    private readonly Statement _findKey;
    private readonly Statement _putKey;
    private readonly Statement _forgetKeys;
    private long _position;
    private DateTimeOffset _keysForgottenAt;

    public BatchWriter(SqliteConnection connection, TimeProvider timeProvider)
    {
        _connection = connection;
        _timeProvider = timeProvider;
        _rows = new RowChangeWriter(connection);
        _savepoint = new Statement(connection, "SAVEPOINT batch");
        _release = new Statement(connection, "RELEASE batch");
        _rollbackTo = new Statement(connection, "ROLLBACK TO batch");
        _lastSequence = new Statement(connection, "SELECT sequence FROM events WHERE stream = $1 ORDER BY sequence DESC LIMIT 1", 1);
        _insertEvent = new Statement(connection, "INSERT INTO events (position, stream, sequence, type, payload, occurred_at) VALUES ($1, $2, $3, $4, $5, $6)", 6);
        _findKey = new Statement(connection, "SELECT request_hash, response, created_at FROM idempotency_keys WHERE user = $1 AND route = $2 AND key = $3 AND created_at > $4", 4);
        _putKey = new Statement(connection, "INSERT OR REPLACE INTO idempotency_keys (user, route, key, request_hash, response, created_at) VALUES ($1, $2, $3, $4, $5, $6)", 6);
        _forgetKeys = new Statement(connection, "DELETE FROM idempotency_keys WHERE created_at <= $1", 1);
        using var last = new Statement(connection, "SELECT coalesce(max(position), 0) FROM events");
        _position = (long)last.Scalar()!;
    }

    /// <summary>Whether the connection is still inside a transaction: some failures end it.</summary>
    public bool TransactionStands => raw.sqlite3_get_autocommit(_connection.Handle) == 0;

    /// <summary>Writes batches inside a savepoint. After an exception <see cref="UndoLast"/> takes back what was written.</summary>
    public AppendResult Write(IReadOnlyList<JournalBatch> batches)
    {
        long position = _position;
        _savepoint.Execute();
        var result = new AppendResult(0, 0);
        foreach (JournalBatch batch in batches)
        {
            if (Find(batch.Idempotency) is { } existing)
            {
                UndoLast();
                return new AppendResult(0, 0, existing);
            }

            result = Write(batch, ref position);
        }

        _release.Execute();
        _position = position;
        return result;
    }

    public void UndoLast()
    {
        _rollbackTo.Execute();
        _release.Execute();
    }

    public void Dispose()
    {
        _rows.Dispose();
        foreach (Statement statement in (ReadOnlySpan<Statement>)[_savepoint, _release, _rollbackTo, _lastSequence, _insertEvent, _findKey, _putKey, _forgetKeys])
        {
            statement.Dispose();
        }
    }

    private AppendResult Write(JournalBatch batch, ref long position)
    {
        long sequence = 0;
        if (batch.Events.Count > 0)
        {
            sequence = (long)(_lastSequence.Scalar(batch.Stream) ?? 0L);
            if (sequence + 1 != batch.ExpectedNextSequence)
            {
                throw new JournalConflictException(batch.Stream, batch.ExpectedNextSequence, sequence + 1);
            }

            foreach (JournalEvent journalEvent in batch.Events)
            {
                _insertEvent.Execute(++position, batch.Stream, ++sequence, journalEvent.Type, journalEvent.Payload, journalEvent.OccurredAt);
            }
        }

        foreach (RowChange change in batch.Changes)
        {
            Apply(batch, change);
        }

        if (batch.Idempotency is { } record)
        {
            ForgetOldKeys();
            _putKey.Execute(record.Key.User, record.Key.Route, record.Key.Text, record.RequestHash, record.Response, record.CreatedAt);
        }

        return new AppendResult(batch.Events.Count > 0 ? position : 0, sequence);
    }

    private void Apply(JournalBatch batch, RowChange change)
    {
        try
        {
            _rows.Apply(change);
        }
        catch (SqliteException error) when (error.SqliteErrorCode == ConstraintViolated)
        {
            throw change is InsertExecutionEvent { Row: { Completed: true } row }
                ? new JournalConflictException(
                    batch.Stream, JournalConflictKind.CompletedFragment, $"Fragment {row.FragmentId} of {row.JobId} has been completed already.", error)
                : new JournalConflictException(
                    batch.Stream, JournalConflictKind.Row, $"{change.GetType().Name} was refused: {error.Message}", error);
        }
    }

    private IdempotencyRecord? Find(IdempotencyRecord? wanted)
    {
        if (wanted is null)
        {
            return null;
        }

        IdempotencyKey key = wanted.Key;
        using SqliteDataReader reader = _findKey.Read(
            key.User, key.Route, key.Text, _timeProvider.GetUtcNow() - IdempotencyRecord.Lifetime);
        return reader.Read()
            ? new IdempotencyRecord(key, reader.GetString(0), reader.GetString(1), StoredTime.FromMicroseconds(reader.GetInt64(2)))
            : null;
    }

    private void ForgetOldKeys()
    {
        DateTimeOffset now = _timeProvider.GetUtcNow();
        if (now - _keysForgottenAt < TimeSpan.FromMinutes(10))
        {
            return;
        }

        _forgetKeys.Execute(now - IdempotencyRecord.Lifetime);
        _keysForgottenAt = now;
    }
}
