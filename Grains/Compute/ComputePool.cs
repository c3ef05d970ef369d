using System.Threading.Channels;

namespace Orleans.QuantumMesh.Grains;

/// <summary>
/// The bounded place for heavy CPU work: parsing, planning, simulation, results. Its threads are its own, so that neither a grain's turn nor the
/// thread pool waits for them. Short work has threads apart from long work. Thread-safe.
/// </summary>
public sealed class ComputePool : IDisposable
{
    private const int LongestQueue = 100_000;

    private readonly Channel<Action> quick = Channel.CreateBounded<Action>(LongestQueue);
    private readonly Channel<Action> heavy = Channel.CreateBounded<Action>(LongestQueue);
    private readonly CancellationTokenSource closing = new();

    public ComputePool(GrainsOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        int threads = options.ComputeThreads == 0 ? Environment.ProcessorCount : options.ComputeThreads;
        for (int index = 0; index < threads; index++)
        {
            Start(quick, $"compute quick {index}", ThreadPriority.Normal);
            Start(heavy, $"compute heavy {index}", ThreadPriority.BelowNormal);
        }
    }

    /// <summary>Runs work that takes milliseconds.</summary>
    public Task<T> Quick<T>(Func<CancellationToken, T> work, CancellationToken cancellationToken = default) => Enqueue(quick, work, cancellationToken);

    /// <summary>Runs work that may take seconds or more.</summary>
    public Task<T> Heavy<T>(Func<CancellationToken, T> work, CancellationToken cancellationToken = default) => Enqueue(heavy, work, cancellationToken);

    /// <summary>Work that waits is cancelled; what runs is told to end.</summary>
    public void Dispose()
    {
        quick.Writer.TryComplete();
        heavy.Writer.TryComplete();
        closing.Cancel();
        closing.Dispose();
    }

    private async Task<T> Enqueue<T>(Channel<Action> lane, Func<CancellationToken, T> work, CancellationToken cancellationToken)
    {
        var completion = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        CancellationToken stop = closing.Token;
        await lane.Writer.WriteAsync(() => Perform(work, completion, cancellationToken, stop), cancellationToken);
        return await completion.Task;
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

    private static void Start(Channel<Action> lane, string name, ThreadPriority priority)
    {
        var thread = new Thread(() => Work(lane.Reader)) { IsBackground = true, Name = name, Priority = priority };
        thread.Start();
    }

    private static void Work(ChannelReader<Action> lane)
    {
        while (true)
        {
            while (lane.TryRead(out Action? action))
            {
                action();
            }

            ValueTask<bool> more = lane.WaitToReadAsync();
            if (!(more.IsCompletedSuccessfully ? more.Result : more.AsTask().GetAwaiter().GetResult()))
            {
                return;
            }
        }
    }
}
