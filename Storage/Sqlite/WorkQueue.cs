namespace Orleans.QuantumMesh.Storage.Sqlite;

/// <summary>Items that wait for the one writer, in order; those who add wait while it is full.</summary>
internal sealed class WorkQueue(int limit) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Queue<WorkItem> _items = new();
    private readonly SemaphoreSlim _room = new(limit, limit);
    // Without spinning: on few cores that takes the time of those who would bring something.
    private readonly ManualResetEventSlim _something = new(initialState: false, spinCount: 0);
    private bool _closed;

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _items.Count;
            }
        }
    }

    /// <summary>Adds an item once there is room.</summary>
    /// <exception cref="JournalUnavailableException">The queue is closed.</exception>
    public async ValueTask AddAsync(WorkItem item)
    {
        await _room.WaitAsync(item.CancellationToken).ConfigureAwait(false);
        lock (_gate)
        {
            if (!_closed)
            {
                _items.Enqueue(item);
                _something.Set();
                return;
            }
        }

        _room.Release();
        throw new JournalUnavailableException("The journal is closed: it takes no more events.");
    }

    /// <summary>Waits for something, then takes what waits: whole items up to so many events (one item at least), an item that wants to be alone alone.</summary>
    /// <returns>False when the queue is closed and empty.</returns>
    public bool Take(List<WorkItem> group, int largestGroup)
    {
        while (true)
        {
            _something.Wait();
            lock (_gate)
            {
                if (_items.Count == 0)
                {
                    if (_closed)
                    {
                        return false;
                    }

                    _something.Reset();
                    continue;
                }

                int events = 0;
                while (_items.TryPeek(out WorkItem? next)
                    && (group.Count == 0 || (next.Alone is null && group[0].Alone is null && events + next.EventCount <= largestGroup && group.Count < largestGroup)))
                {
                    group.Add(_items.Dequeue());
                    events += next.EventCount;
                }
            }

            _room.Release(group.Count);
            return true;
        }
    }

    /// <summary>Takes no more; what waits is still given out.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            _something.Set();
        }
    }

    public void Dispose()
    {
        _room.Dispose();
        _something.Dispose();
    }
}
