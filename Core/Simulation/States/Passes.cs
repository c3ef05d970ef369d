namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>Passes over a state, in parts that run at the same time.</summary>
internal static class Passes
{
    private const int SmallestThreadedQubits = 15;

    /// <summary>Runs <paramref name="run"/>(from, to) for a count of parts of a vector, by as many threads as it may have where it is large enough.</summary>
    public static void Over(Statevector vector, long count, Action<long, long> run)
    {
        var threads = vector.QubitCount < SmallestThreadedQubits ? 1 : Math.Max(1, vector.Options.Threads);
        Run((int)Math.Min(threads, count), count, (_, from, to) => run(from, to), vector.Options.Cancellation);
    }

    /// <summary>Runs <paramref name="run"/>(part, from, to) for each part of a count; a cancellation inside it comes out as one.</summary>
    public static void Run(int parts, long count, Action<int, long, long> run, CancellationToken cancellation)
    {
        if (parts == 1)
        {
            run(0, 0, count);
            return;
        }

        Parallel.For(0, parts, new ParallelOptions { CancellationToken = cancellation }, part => run(part, count * part / parts, count * (part + 1) / parts));
    }
}
