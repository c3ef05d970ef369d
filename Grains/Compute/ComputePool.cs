namespace Orleans.QuantumMesh.Grains;

/// <summary>
/// The bounded place for heavy CPU work: parsing, planning, simulation, results. Its threads are its own, so that neither a grain's turn nor the
/// thread pool waits for them. Short work has threads apart from long work. Thread-safe.
/// </summary>
public sealed class ComputePool : IDisposable
{
    private readonly ComputeLane quick;
    private readonly ComputeLane heavy;
    private readonly CancellationTokenSource closing = new();

    public ComputePool(GrainsOptions options, MemoryBudget memory)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(memory);
        Memory = memory;
        int threads = options.ComputeThreads == 0 ? Environment.ProcessorCount : options.ComputeThreads;
        quick = new ComputeLane("compute quick", threads, ThreadPriority.Normal);
        heavy = new ComputeLane("compute heavy", threads, ThreadPriority.BelowNormal);
    }

    /// <summary>Runs work that takes milliseconds.</summary>
    public Task<T> Quick<T>(Func<CancellationToken, T> work, CancellationToken cancellationToken = default) => Enqueue(quick, work, cancellationToken);

    /// <summary>What memory work may take.</summary>
    public MemoryBudget Memory { get; }

    /// <summary>Runs work that may take seconds or more, once the <paramref name="bytes"/> that it takes are free.</summary>
    public async Task<T> Heavy<T>(double bytes, Func<CancellationToken, T> work, CancellationToken cancellationToken = default)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, closing.Token);
        using IDisposable? taken = await Memory.TakeAsync(bytes, either.Token);
        return await Enqueue(heavy, work, cancellationToken);
    }

    /// <summary>Work that waits is cancelled; what runs is told to end.</summary>
    public void Dispose()
    {
        closing.Cancel();
        quick.Close();
        heavy.Close();
    }

    private Task<T> Enqueue<T>(ComputeLane lane, Func<CancellationToken, T> work, CancellationToken cancellationToken)
    {
        var completion = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        CancellationToken stop = closing.Token;
        if (!lane.Add(() => Perform(work, completion, cancellationToken, stop)))
        {
            completion.SetCanceled(stop);
        }

        return completion.Task;
    }

    private static void Perform<T>(Func<CancellationToken, T> work, TaskCompletionSource<T> completion, CancellationToken cancellationToken, CancellationToken stop)
    {
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, stop);
        try
        {
            linked.Token.ThrowIfCancellationRequested();
            completion.TrySetResult(work(linked.Token));
        }
        catch (OperationCanceledException) when (linked.IsCancellationRequested)
        {
            completion.TrySetCanceled(cancellationToken.IsCancellationRequested ? cancellationToken : stop);
        }
#pragma warning disable CA1031 // Whoever waits for the work gets its error, whatever it is.
        catch (Exception error)
#pragma warning restore CA1031
        {
            completion.TrySetException(error);
        }
    }
}
