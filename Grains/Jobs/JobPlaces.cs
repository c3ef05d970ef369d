using Orleans.QuantumMesh.Grains.Abstractions;

namespace Orleans.QuantumMesh.Grains;

/// <summary>
/// Bounds how many jobs of this silo work at a time, so that a flood of submissions waits as QUEUED jobs that cost next to nothing. A job enters where fewer than
/// <see cref="GrainsOptions.ActiveJobs"/> work that have its priority or a higher one, so that a higher one never waits for lower ones; who waits gains priority with age,
/// as in <see cref="AdmissionQueue"/>. Thread-safe.
/// </summary>
public sealed class JobPlaces(GrainsOptions options)
{
    private const int HighestPriority = 100;
    private const int RememberedWaves = 4;
    private const int FewestEntries = 8;

    private readonly Lock gate = new();
    private readonly int[] active = new int[HighestPriority + 1];
    private readonly RankedQueue<Waiter> waiting = new();
    private readonly Dictionary<object, Waiter> byOwner = new(ReferenceEqualityComparer.Instance);
    private readonly Queue<DateTimeOffset> entered = new();

    /// <summary>How many jobs work.</summary>
    public int Active
    {
        get
        {
            lock (gate)
            {
                return active.Sum();
            }
        }
    }

    /// <summary>Waits for a place, and answers the priority that it counts with, higher than the job's own where it aged; <see cref="Leave"/> gives it back.</summary>
    public async Task<int> EnterAsync(int priority, DateTimeOffset since, CancellationToken cancellationToken, object? owner = null)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Waiter waiter;
        lock (gate)
        {
            if (HasRoom(priority))
            {
                int level = Level(priority);
                active[level]++;
                return level;
            }

            // All who wait age alike, so that their order never changes.
            waiter = new Waiter(priority, since, owner);
            waiting.Add(waiter, Order(priority, since));
            if (owner is not null)
            {
                byOwner[owner] = waiter;
            }
        }

        await using CancellationTokenRegistration registration = cancellationToken.UnsafeRegister(
            (state, token) => GiveUp((Waiter)state!, token), waiter);
        return await waiter.Entered.Task;
    }

    /// <summary>Takes a place whether or not one is free: for a job that had one before its activation moved.</summary>
    public int EnterAtOnce(int priority)
    {
        lock (gate)
        {
            int level = Level(priority);
            active[level]++;
            return level;
        }
    }

    /// <summary>Gives a place back, with the priority that it counted with.</summary>
    public void Leave(int level)
    {
        lock (gate)
        {
            active[level]--;
            DateTimeOffset now = options.TimeProvider.GetUtcNow();
            while (waiting.TryPeek(out Waiter? first))
            {
                int aged = Level(first.Priority + ((now - first.Since) / options.Runtime.AgeingInterval));
                if (!HasRoom(aged))
                {
                    return;
                }

                Remove(first);
                if (first.Entered.TrySetResult(aged))
                {
                    active[aged]++;
                    entered.Enqueue(now);
                    if (entered.Count > Math.Max(FewestEntries, RememberedWaves * options.ActiveJobs))
                    {
                        entered.Dequeue();
                    }
                }
            }
        }
    }

    /// <summary>Where <paramref name="owner"/> waits since <paramref name="since"/>; <see langword="null"/> where it does not.</summary>
    public JobQueuePlace? Find(object owner, int priority, DateTimeOffset since)
    {
        lock (gate)
        {
            return byOwner.ContainsKey(owner) ? Expected(waiting.CountBefore(Order(priority, since)) + 1) : null;
        }
    }

    private void GiveUp(Waiter waiter, CancellationToken token)
    {
        lock (gate)
        {
            Remove(waiter);
        }

        waiter.Entered.TrySetCanceled(token);
    }

    private void Remove(Waiter waiter)
    {
        waiting.Remove(waiter);
        if (waiter.Owner is { } owner && byOwner.GetValueOrDefault(owner) == waiter)
        {
            byOwner.Remove(owner);
        }
    }

    // Jobs come and go in waves, so several of them are looked back on.
    // As many entries as lately, in as much time; the bounds are two standard deviations of a count, of those seen and of those to come.
    private JobQueuePlace Expected(int position)
    {
        if (entered.Count < FewestEntries)
        {
            return new JobQueuePlace(position, null, null, null);
        }

        double seconds = (options.TimeProvider.GetUtcNow() - entered.Peek()).TotalSeconds;
        double eta = position * seconds / (entered.Count - 1);
        double spread = 2 * Math.Sqrt((1.0 / entered.Count) + (1.0 / position));
        return new JobQueuePlace(position, eta, Math.Max(0, eta * (1 - spread)), eta * (1 + spread));
    }

    // The lower, the earlier; all age alike, so that it never changes.
    private double Order(int priority, DateTimeOffset since) => (since.UtcTicks / (double)options.Runtime.AgeingInterval.Ticks) - priority;

    private static int Level(double priority) => (int)Math.Clamp(priority, 0, HighestPriority);

    private bool HasRoom(int priority)
    {
        int others = 0;
        for (int level = Level(priority); level <= HighestPriority; level++)
        {
            others += active[level];
        }

        return others < options.ActiveJobs;
    }

    private sealed class Waiter(int priority, DateTimeOffset since, object? owner)
    {
        public object? Owner { get; } = owner;

        public int Priority { get; } = priority;

        public DateTimeOffset Since { get; } = since;

        public TaskCompletionSource<int> Entered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
