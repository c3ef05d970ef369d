namespace Orleans.QuantumMesh.Grains;

/// <summary>
/// Where fragments of this silo wait for a slot: higher priority first, then age, a waiting one gaining a step of priority with each ageing interval,
/// so that nothing starves. A fragment is let through to the first of its nodes that has a slot free as far as this silo knows. Thread-safe.
/// </summary>
public sealed class AdmissionQueue(GrainsOptions options, MeshView mesh)
{
    private const int UnknownCapacity = 64;

    // A slot that is held for long may be given back before its time.
    private static readonly TimeSpan LongestBlock = TimeSpan.FromSeconds(5);

    private readonly Lock gate = new();
    // By right, the best first. All age alike, so that their order never changes.
    private readonly List<Waiter> waiters = [];
    private readonly Dictionary<string, int> taken = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DateTimeOffset> blockedUntil = new(StringComparer.Ordinal);
    private readonly TimeProvider clock = options.TimeProvider;
    private ITimer? timer;

    /// <summary>How many fragments wait.</summary>
    public int Waiting
    {
        get
        {
            lock (gate)
            {
                return waiters.Count;
            }
        }
    }

    /// <summary>Takes a slot on the first node that has one free and that nobody waits for with a better right, or gives <see langword="null"/>.</summary>
    public string? TryEnter(IReadOnlyList<string> nodes, int priority, DateTimeOffset since)
    {
        ArgumentNullException.ThrowIfNull(nodes);
        lock (gate)
        {
            DateTimeOffset now = clock.GetUtcNow();
            double right = Right(priority, since);
            if (FirstFree(nodes, now) is { } node && !waiters.Exists(other => other.Right >= right && other.Nodes.Contains(node)))
            {
                Take(node);
                return node;
            }

            return null;
        }
    }

    /// <summary>Waits for a slot on one of the nodes, in order of preference, and gives the node; <see cref="Release"/> gives the slot back.</summary>
    public async Task<string> EnterAsync(IReadOnlyList<string> nodes, int priority, DateTimeOffset since, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(nodes);
        cancellationToken.ThrowIfCancellationRequested();
        var waiter = new Waiter(nodes, Right(priority, since));
        lock (gate)
        {
            int place = waiters.FindLastIndex(other => other.Right >= waiter.Right);
            waiters.Insert(place + 1, waiter);
            LetIn();
        }

        await using CancellationTokenRegistration registration = cancellationToken.UnsafeRegister(
            static (state, token) => ((Waiter)state!).Entered.TrySetCanceled(token), waiter);
        try
        {
            return await waiter.Entered.Task;
        }
        finally
        {
            lock (gate)
            {
                waiters.Remove(waiter);
            }
        }
    }

    /// <summary>Gives a slot back.</summary>
    public void Release(string node)
    {
        lock (gate)
        {
            GiveBack(node);
            LetIn();
        }
    }

    /// <summary>Gives a slot back that the node itself did not have free; nobody asks it again before then.</summary>
    public void Refused(string node, TimeSpan? nextFree)
    {
        lock (gate)
        {
            GiveBack(node);
            TimeSpan wait = nextFree is { } known && known > TimeSpan.Zero ? known : options.Runtime.CapacityWait;
            blockedUntil[node] = clock.GetUtcNow() + (wait < LongestBlock ? wait : LongestBlock);
            LetIn();
        }
    }

    private void LetIn()
    {
        if (waiters.Count == 0)
        {
            return;
        }

        DateTimeOffset now = clock.GetUtcNow();
        int index = 0;
        while (index < waiters.Count)
        {
            Waiter waiter = waiters[index];
            if (FirstFree(waiter.Nodes, now) is { } node && waiter.Entered.TrySetResult(node))
            {
                Take(node);
                waiters.RemoveAt(index);
            }
            else
            {
                index++;
            }
        }

        Arrange(now);
    }

    // A blocked node comes free by itself; so may one whose capacity a newer snapshot raises.
    private void Arrange(DateTimeOffset now)
    {
        if (waiters.Count == 0)
        {
            return;
        }

        TimeSpan wait = TimeSpan.FromSeconds(1);
        foreach (DateTimeOffset until in blockedUntil.Values)
        {
            if (until > now && until - now < wait)
            {
                wait = until - now;
            }
        }

        timer ??= clock.CreateTimer(static state => ((AdmissionQueue)state!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        timer.Change(wait, Timeout.InfiniteTimeSpan);
    }

    private void OnTimer()
    {
        lock (gate)
        {
            LetIn();
        }
    }

    private string? FirstFree(IReadOnlyList<string> nodes, DateTimeOffset now)
    {
        foreach (string node in nodes)
        {
            if (taken.GetValueOrDefault(node) < (mesh.CapacityOf(node) ?? UnknownCapacity)
                && !(blockedUntil.TryGetValue(node, out DateTimeOffset until) && until > now))
            {
                return node;
            }
        }

        return null;
    }

    private void Take(string node)
    {
        taken[node] = taken.GetValueOrDefault(node) + 1;
        mesh.Run(node, 1);
    }

    private void GiveBack(string node)
    {
        taken[node]--;
        mesh.Run(node, -1);
    }

    // Priority and age as one number that stays: a step of priority is worth an ageing interval.
    private double Right(int priority, DateTimeOffset since) => priority - ((since - DateTimeOffset.UnixEpoch) / options.Runtime.AgeingInterval);

    private sealed class Waiter(IReadOnlyList<string> nodes, double right)
    {
        public IReadOnlyList<string> Nodes { get; } = nodes;

        public double Right { get; } = right;

        public TaskCompletionSource<string> Entered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
