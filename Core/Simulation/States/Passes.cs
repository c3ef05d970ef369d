namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>Passes over a state, in parts that run at the same time.</summary>
internal static class Passes
{
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
