using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace Orleans.QuantumMesh.Storage.Sqlite;

/// <summary>A few connections that only read; a query runs on a pool thread and sees what was committed when it began.</summary>
internal sealed class ReaderPool(SqliteFile file, int size) : IDisposable
{
    private readonly ConcurrentBag<SqliteConnection> _idle = [];
    private readonly SemaphoreSlim _free = new(size, size);
    private volatile bool _closed;

    /// <summary>Runs a query.</summary>
    /// <exception cref="JournalUnavailableException">The store is closed or failed.</exception>
    public async Task<T> QueryAsync<T>(Func<SqliteConnection, T> query, CancellationToken cancellationToken)
    {
        await _free.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await Task.Run(() => Query(query), cancellationToken).ConfigureAwait(false);
        }
        catch (SqliteException error)
        {
            throw new JournalUnavailableException($"The journal could not be read: {error.Message}", error);
        }
        finally
        {
            _free.Release();
        }
    }

    /// <summary>Waits for the queries that run, then closes the connections.</summary>
    public void Dispose()
    {
        if (_closed)
        {
            return;
        }

        _closed = true;
        for (int i = 0; i < size; i++)
        {
            _free.Wait();
        }

        while (_idle.TryTake(out SqliteConnection? connection))
        {
            connection.Dispose();
        }

        _free.Release(size);
    }

    private T Query<T>(Func<SqliteConnection, T> query)
    {
        if (_closed)
        {
            throw new JournalUnavailableException("The journal is closed.");
        }

        if (!_idle.TryTake(out SqliteConnection? connection))
        {
            connection = file.OpenReader();
        }

        try
        {
            T result = query(connection);
            _idle.Add(connection);
            return result;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
