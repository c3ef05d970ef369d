namespace Orleans.QuantumMesh.Grains;

/// <summary>One job's place among those that work; held or not. Belongs to one activation.</summary>
internal sealed class JobPlace(JobPlaces places, int priority, DateTimeOffset since) : IDisposable
{
    private bool held;

    /// <summary>Waits for a place, unless it is held already.</summary>
    public async Task EnterAsync(CancellationToken cancellationToken)
    {
        if (!held)
        {
            await places.EnterAsync(priority, since, cancellationToken);
            held = true;
        }
    }

    /// <summary>Takes one at once: the job was at work before, elsewhere or before a restart.</summary>
    public void EnterAtOnce()
    {
        places.EnterAtOnce(priority);
        held = true;
    }

    /// <summary>Gives it back, where it is held.</summary>
    public void Leave()
    {
        if (held)
        {
            held = false;
            places.Leave(priority);
        }
    }

    public void Dispose() => Leave();
}
