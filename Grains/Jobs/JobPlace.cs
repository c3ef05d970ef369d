using Orleans.QuantumMesh.Grains.Abstractions;

namespace Orleans.QuantumMesh.Grains;

/// <summary>One job's place among those that work; held or not. Belongs to one activation.</summary>
internal sealed class JobPlace(JobPlaces places, int priority, DateTimeOffset since) : IDisposable
{
    private int? level;

    /// <summary>Where it waits; <see langword="null"/> where it does not.</summary>
    public JobQueuePlace? Queue => places.Find(this, priority, since);

    /// <summary>Waits for a place, unless it is held already.</summary>
    public async Task EnterAsync(CancellationToken cancellationToken)
    {
        level ??= await places.EnterAsync(priority, since, cancellationToken, this);
    }

    /// <summary>Takes one at once: the job was at work before, elsewhere or before a restart.</summary>
    public void EnterAtOnce() => level = places.EnterAtOnce(priority);

    /// <summary>Gives it back, where it is held.</summary>
    public void Leave()
    {
        if (level is int held)
        {
            level = null;
            places.Leave(held);
        }
    }

    public void Dispose() => Leave();
}
