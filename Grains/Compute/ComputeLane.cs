namespace Orleans.QuantumMesh.Grains;

/// <summary>Threads that take work from one queue, in order. They wait without spinning, since the cores are others' too. Thread-safe.</summary>
internal sealed class ComputeLane
{
    private readonly Queue<Action> waiting = new();
    private bool closed;

    public ComputeLane(string name, int threads, ThreadPriority priority)
    {
        for (int index = 0; index < threads; index++)
        {
            new Thread(Work) { IsBackground = true, Name = $"{name} {index}", Priority = priority }.Start();
        }
    }

    /// <summary>Adds work that throws nothing; <see langword="false"/> once closed.</summary>
    public bool Add(Action work)
    {
        lock (waiting)
        {
            if (closed)
            {
                return false;
            }

            waiting.Enqueue(work);
            Monitor.Pulse(waiting);
            return true;
        }
    }

    /// <summary>Takes nothing more; what waits is still begun.</summary>
    public void Close()
    {
        lock (waiting)
        {
            closed = true;
            Monitor.PulseAll(waiting);
        }
    }

    private void Work()
    {
        while (Take() is { } work)
        {
            work();
        }
    }

    private Action? Take()
    {
        lock (waiting)
        {
            while (waiting.Count == 0)
            {
                if (closed)
                {
                    return null;
                }

                Monitor.Wait(waiting);
            }

            return waiting.Dequeue();
        }
    }
}
