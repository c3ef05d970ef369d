namespace Orleans.QuantumMesh.Grains;

/// <summary>
/// The memory that simulations of this silo may take together. Three quarters are lent to work while it runs, in the order in which it asked, so that jobs which fit alone wait for each
/// other instead of taking the process down; a quarter keeps states between a job's questions, as far as it goes. Thread-safe.
/// </summary>
public sealed class MemoryBudget
{
    /// <summary>What takes less isn't counted: the threads bound it.</summary>
    private const long Small = 64L << 20;

    private readonly Lock gate = new();
    private readonly Queue<Waiter> waiting = new();
    private readonly long counted;
    private long free;
    private long unkept;

    public MemoryBudget(GrainsOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        long total = options.ComputeBytes == 0 ? GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2 : options.ComputeBytes;
        unkept = total / 4;
        free = Working = total - unkept;
        counted = Math.Min(Small, Working / 64);
    }

    /// <summary>The most bytes that one piece of work can have.</summary>
    public long Working { get; }

    /// <summary>Waits until so many bytes are free, of which more than <see cref="Working"/> count as that; disposing gives them back.</summary>
    public async ValueTask<IDisposable?> TakeAsync(double bytes, CancellationToken cancellationToken)
    {
        if (bytes < counted)
        {
            return null;
        }

        var waiter = new Waiter(this, (long)Math.Min(bytes, Working));
        lock (gate)
        {
            waiting.Enqueue(waiter);
            Serve();
        }

        await using CancellationTokenRegistration registration = cancellationToken.UnsafeRegister(
            static (state, token) => ((Waiter)state!).Cancel(token), waiter);
        await waiter.Served.Task;
        return waiter;
    }

    /// <summary>Keeps <paramref name="bytes"/> in place of those <paramref name="kept"/> before; <see langword="false"/>, and nothing changes, where there are too few left.</summary>
    public bool Keep(long kept, long bytes)
    {
        lock (gate)
        {
            if (bytes - kept > unkept)
            {
                return false;
            }

            unkept -= bytes - kept;
            return true;
        }
    }

    /// <summary>Serves whoever is next, under the lock.</summary>
    private void Serve()
    {
        while (waiting.TryPeek(out Waiter? next) && (next.Served.Task.IsCompleted || next.Bytes <= free))
        {
            waiting.Dequeue();
            if (next.Served.TrySetResult())
            {
                free -= next.Bytes;
            }
        }
    }

    private sealed class Waiter(MemoryBudget budget, long bytes) : IDisposable
    {
        private bool returned;

        public long Bytes { get; } = bytes;

        public TaskCompletionSource Served { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Cancel(CancellationToken token)
        {
            if (Served.TrySetCanceled(token))
            {
                lock (budget.gate)
                {
                    budget.Serve();
                }
            }
        }

        public void Dispose()
        {
            lock (budget.gate)
            {
                if (!returned)
                {
                    returned = true;
                    budget.free += Bytes;
                    budget.Serve();
                }
            }
        }
    }
}
