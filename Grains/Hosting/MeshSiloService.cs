using Microsoft.Extensions.Logging;
using Orleans.QuantumMesh.Grains.Abstractions;

namespace Orleans.QuantumMesh.Grains;

/// <summary>What a silo does on its own while it serves: keeps its view of the mesh fresh, reports what it saw of nodes, and pings the sweep.</summary>
internal sealed partial class MeshSiloService(
    IGrainFactory grains, GrainsOptions options, MeshView mesh, NodeObservations observations, ForgetQueue forget, JobDrain drain, ILogger<MeshSiloService> logger)
    : ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    private static readonly TimeSpan LongPoll = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan ShortPause = TimeSpan.FromMilliseconds(50);
    private readonly CancellationTokenSource leaving = CancellationTokenSource.CreateLinkedTokenSource(drain.Leaving);
    private Task[] loops = [];

    public void Participate(ISiloLifecycle observer) =>
        observer.Subscribe(nameof(MeshSiloService), ServiceLifecycleStage.Active, StartAsync, StopAsync);

    public void Dispose() => leaving.Dispose();

    private Task StartAsync(CancellationToken cancellationToken)
    {
        loops = [Task.Run(FollowAsync, CancellationToken.None), Task.Run(ReportAsync, CancellationToken.None), Task.Run(PingAsync, CancellationToken.None)];
        return Task.CompletedTask;
    }

    private async Task StopAsync(CancellationToken cancellationToken)
    {
        await leaving.CancelAsync();
        await Task.WhenAll(loops).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private Task FollowAsync() => RepeatAsync(async () =>
    {
        RegistrySnapshot known = mesh.Snapshot;
        IRegistryFeed registry = grains.GetGrain<IRegistryFeed>($"registry-{options.Namespace}");
        if (await registry.Snapshot(known.Epoch, known.Version, LongPoll).WaitAsync(leaving.Token) is { } newer)
        {
            mesh.Take(newer);
            return TimeSpan.Zero;
        }

        // A registry whose silo leaves answers at once.
        return ShortPause;
    });

    private Task ReportAsync() => RepeatAsync(async () =>
    {
        IReadOnlyList<NodeObservation> seen = observations.Drain();
        if (seen.Count > 0)
        {
            await grains.GetGrain<IRegistryFeed>($"registry-{options.Namespace}").Observed(seen);
        }

        await forget.FlushAsync(grains.GetGrain<IMeshBridge>(0));
        return Pause;
    });

    private Task PingAsync() => RepeatAsync(async () =>
    {
        await grains.GetGrain<ISweepGrain>(0).Ping();
        return options.SweepPeriod;
    });

    private async Task RepeatAsync(Func<Task<TimeSpan>> step)
    {
        while (!leaving.IsCancellationRequested)
        {
            TimeSpan wait;
            try
            {
                wait = await step();
            }
            catch (OperationCanceledException) when (leaving.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // The silo goes on; what failed is tried again.
            catch (Exception error)
#pragma warning restore CA1031
            {
                LogFailed(error);
                wait = Pause;
            }

            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(wait, options.TimeProvider, leaving.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "A step of the silo's own work failed and is tried again")]
    private partial void LogFailed(Exception error);
}
