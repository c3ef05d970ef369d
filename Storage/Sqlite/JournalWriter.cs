using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Orleans.QuantumMesh.Storage.Sqlite;

/// <summary>The one writer of a journal: a thread of its own that commits at once what waits.</summary>
internal sealed partial class JournalWriter : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly BatchWriter _batches;
    private readonly Statement _begin;
    private readonly Statement _commit;
    private readonly int _largestGroup;
    private readonly WorkQueue _queue;
    private readonly Thread _thread;
    private readonly JournalInstruments _instruments;
    private readonly ILogger _logger;
    private bool? _durable;
    private long _commits;
    private long _durableCommits;
    private long _events;
    private long _written;
    private long _conflicts;
    private int _largest;
    private volatile string? _failure;
    private bool _disposed;

    public JournalWriter(SqliteFile file, int largestGroup, int queueLimit, long? maximumBytes, TimeProvider timeProvider, ILogger logger)
    {
        _logger = logger;
        _instruments = new JournalInstruments(() => Statistics);
        _largestGroup = largestGroup;
        _queue = new WorkQueue(queueLimit);
        _connection = file.OpenWriter(maximumBytes);
        _batches = new BatchWriter(_connection, timeProvider);
        _begin = new Statement(_connection, "BEGIN IMMEDIATE");
        _commit = new Statement(_connection, "COMMIT");
        _thread = new Thread(Run) { IsBackground = true, Name = "journal writer" };
        _thread.Start();
    }

    public JournalStatistics Statistics => new(
        Volatile.Read(ref _commits),
        Volatile.Read(ref _durableCommits),
        Volatile.Read(ref _events),
        Volatile.Read(ref _written),
        Volatile.Read(ref _conflicts),
        Volatile.Read(ref _largest),
        _queue.Count);

    /// <summary>Why the last writing failed; <see langword="null"/> where it went well.</summary>
    public string? Failure => _failure;

    /// <summary>Takes and gives back some pages after a failure, so that the journal is known to be well again before anybody needs it.</summary>
    public async Task ProbeAsync(CancellationToken cancellationToken)
    {
        await WriteAsync(new WorkItem(
            connection =>
            {
                SqliteFile.Execute(connection, "CREATE TABLE probe (room BLOB); INSERT INTO probe VALUES (zeroblob(262144)); DROP TABLE probe;");
                return 0;
            },
            cancellationToken)).ConfigureAwait(false);
        _failure = null;
    }

    public async Task<AppendResult> WriteAsync(WorkItem item)
    {
        await _queue.AddAsync(item).ConfigureAwait(false);
        return await item.Completion.ConfigureAwait(false);
    }

    /// <summary>Writes out what waits, then closes the file. Later writes are refused.</summary>
    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        _queue.Close();
        _thread.Join();
        _begin.Dispose();
        _commit.Dispose();
        _batches.Dispose();
        try
        {
            SqliteFile.Execute(_connection, "PRAGMA optimize; PRAGMA wal_checkpoint(TRUNCATE);");
        }
        catch (SqliteException)
        {
            // The log stays beside the file and is read at the next start.
        }

        _connection.Dispose();
        _instruments.Dispose();
    }

    private void Run()
    {
        var group = new List<WorkItem>(_largestGroup);
        while (_queue.Take(group, _largestGroup))
        {
            try
            {
                Commit(group);
                foreach (WorkItem item in group)
                {
                    item.Tell();
                }
            }
#pragma warning disable CA1031 // Whatever it was, those who wait must hear of it and the writer goes on.
            catch (Exception error)
#pragma warning restore CA1031
            {
                _failure = error.Message;
                LogCommitFailed(group.Count, error.Message);
                RollBack();
                var unavailable = new JournalUnavailableException($"The journal could not commit: {error.Message}", error);
                foreach (WorkItem item in group)
                {
                    item.Fail(item.Refusal ?? unavailable);
                }
            }

            group.Clear();
        }
    }

    private void Commit(List<WorkItem> group)
    {
        long startedAt = Stopwatch.GetTimestamp();
        SetDurability(group.Exists(item => item.Durable));
        _begin.Execute();
        int events = 0;
        int written = 0;
        foreach (WorkItem item in group)
        {
            if (item.CancellationToken.IsCancellationRequested)
            {
                item.Refusal = new OperationCanceledException(item.CancellationToken);
                continue;
            }

            Write(item);
            if (item.Result is { Written: true })
            {
                events += item.EventCount;
                written += item.Batches.Count;
            }
            else if (item.Refusal is JournalConflictException)
            {
                Interlocked.Increment(ref _conflicts);
            }
        }

        _commit.Execute();
        if (written == 0)
        {
            return;
        }

        _failure = null;
        Interlocked.Increment(ref _commits);
        Interlocked.Add(ref _durableCommits, _durable == true ? 1 : 0);
        Interlocked.Add(ref _events, events);
        Interlocked.Add(ref _written, written);
        Volatile.Write(ref _largest, Math.Max(_largest, events));
        _instruments.Committed(startedAt, events, _durable == true);
    }

    private void Write(WorkItem item)
    {
        try
        {
            item.Result = item.Alone is null
                ? _batches.Write(item.Batches)
                : new AppendResult(item.Alone(_connection), 0);
        }
#pragma warning disable CA1031 // An item that fails fails alone, as long as the transaction stands.
        catch (Exception error) when (item.Alone is not null || _batches.TransactionStands)
#pragma warning restore CA1031
        {
            if (item.Alone is not null)
            {
                item.Refusal = error;
                throw;
            }

            _batches.UndoLast();
            if (error is JournalConflictException)
            {
                item.Refusal = error;
                return;
            }

            _failure = error.Message;
            LogBatchFailed(item.Batches[0].Stream, error.Message);
            item.Refusal = new JournalUnavailableException($"The batch could not be written: {error.Message}", error);
        }
    }

    private void SetDurability(bool durable)
    {
        if (_durable == durable)
        {
            return;
        }

        SqliteFile.Execute(_connection, durable ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
        _durable = durable;
    }

    private void RollBack()
    {
        if (!_batches.TransactionStands)
        {
            return;
        }

        try
        {
            SqliteFile.Execute(_connection, "ROLLBACK");
        }
        catch (SqliteException error)
        {
            Debug.WriteLine(error);
        }
    }
}
