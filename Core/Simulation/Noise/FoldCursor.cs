namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>
/// Runs trajectories up to one place after another. Those that wait at a place go on from there where the next place comes later; otherwise, and where
/// their states would take too much memory, they start anew.
/// </summary>
internal sealed class FoldCursor(CompiledProgram program, int shots, EngineOptions options) : IDisposable
{
    private const long MaximumBytes = 1L << 30;

    private List<Branch> waiting = [];
    private FoldPosition? place;

    /// <summary>How the states are represented.</summary>
    public EngineOptions Options => options;

    /// <summary>How often the trajectories had to start from the beginning.</summary>
    public int Starts { get; private set; }

    /// <summary>The memory of the states that wait.</summary>
    public long WaitingBytes => waiting.Sum(branch => branch.State.Bytes);

    /// <summary>Runs all trajectories up to a place, where the stop takes them.</summary>
    public void Advance(FoldPosition target, FoldStop stop, Chance chance, CancellationToken cancellation)
    {
        var from = waiting;
        waiting = [];
        if (place is null || !target.IsAtOrAfter(place))
        {
            Dispose(from);
            Starts++;
            from = [Branch.Start(program, program.CreateState(options), [.. Enumerable.Range(0, shots)], deferred: false, ideal: false)];
        }

        place = null;
        try
        {
            foreach (var branch in from)
            {
                new TrajectoryWalker(program, chance, stop, cancellation).Run(branch);
            }
        }
        catch
        {
            Dispose(from);
            Dispose(stop.Waiting);
            throw;
        }

        if (stop.Waiting.Sum(branch => branch.State.Bytes) > MaximumBytes)
        {
            Dispose(stop.Waiting);
            return;
        }

        waiting = stop.Waiting;
        place = target;
    }

    public void Dispose() => Dispose(waiting);

    private static void Dispose(List<Branch> branches)
    {
        foreach (var branch in branches)
        {
            branch.Dispose();
        }

        branches.Clear();
    }
}
