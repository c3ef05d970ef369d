namespace Orleans.QuantumMesh.Grains;

/// <summary>Waits between attempts: base · 2ⁿ up to a limit, varied by a share up and down. Thread-safe; its jitter is seeded.</summary>
public sealed class Backoff(GrainsOptions options)
{
    private readonly Lock gate = new();
    private readonly Random random = new(options.Runtime.JitterSeed);

    /// <summary>The wait before the next attempt after so many failures on a node, from 1.</summary>
    public TimeSpan After(int failures)
    {
        RuntimeOptions runtime = options.Runtime;
        double factor = Math.Pow(2, Math.Min(failures - 1, 30));
        TimeSpan wait = runtime.BackoffBase * factor;
        if (wait > runtime.BackoffLimit)
        {
            wait = runtime.BackoffLimit;
        }

        double share;
        lock (gate)
        {
            share = random.NextDouble();
        }

        return wait * (1 + (runtime.BackoffJitter * ((2 * share) - 1)));
    }
}
