using Microsoft.Extensions.Hosting;

namespace Orleans.QuantumMesh.Grains;

/// <summary>
/// Tells this silo's jobs to leave when the process is told to end, before the bridge and the nodes that they need do: a job that lost them would fail for good,
/// one that has left goes on from the journal. Calls that wait for a change end with it, since a grain with an open call holds up its silo's end.
/// </summary>
internal sealed class JobDrain : IHostedLifecycleService, IDisposable
{
    private readonly CancellationTokenSource leaving = new();

    /// <summary>Cancelled once jobs have to leave.</summary>
    public CancellationToken Leaving => leaving.Token;

    public Task StoppingAsync(CancellationToken cancellationToken) => leaving.CancelAsync();

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => leaving.Dispose();
}
