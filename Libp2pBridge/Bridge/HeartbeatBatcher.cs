using Microsoft.Extensions.Logging;

using Orleans.QuantumMesh.Grains.Abstractions;

namespace Orleans.QuantumMesh.Libp2pBridge;

/// <summary>Gathers heartbeats, the newest of each node, and gives them to the registry together.</summary>
internal sealed partial class HeartbeatBatcher(IServiceRegistryGrain registry, TimeSpan interval, TimeProvider time, ILogger logger) : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _ended = new();
    private readonly SemaphoreSlim _some = new(0, 1);
    private Dictionary<string, NodeHeartbeat> _waiting = [];
    private Task _loop = Task.CompletedTask;

    public void Start() => _loop = LoopAsync();

    public void Add(NodeHeartbeat heartbeat)
    {
        bool first;
        lock (_gate)
        {
            first = _waiting.Count == 0;
            if (!_waiting.TryGetValue(heartbeat.NodeId, out NodeHeartbeat? other) || other.Sequence < heartbeat.Sequence)
            {
                _waiting[heartbeat.NodeId] = heartbeat;
            }
        }

        if (first && _some.CurrentCount == 0)
        {
            try
            {
                _some.Release();
            }
            catch (Exception e) when (e is SemaphoreFullException or ObjectDisposedException)
            {
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync().ConfigureAwait(false);
        await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _some.Dispose();
        _ended.Dispose();
    }

    private async Task LoopAsync()
    {
        while (true)
        {
            // A lone heartbeat goes out at once; those that come while it is under way, or soon after, go together.
            await _some.WaitAsync(_ended.Token).ConfigureAwait(false);
            Dictionary<string, NodeHeartbeat> batch;
            lock (_gate)
            {
                batch = _waiting;
                _waiting = [];
            }

            if (batch.Count > 0)
            {
                try
                {
                    await registry.Heartbeats([.. batch.Values]).WaitAsync(_ended.Token).ConfigureAwait(false);
                }
                catch (Exception e) when (e is not OperationCanceledException)
                {
                    LogLost(logger, batch.Count, e);
                }
            }

            await Task.Delay(interval, time, _ended.Token).ConfigureAwait(false);
        }
    }

    [LoggerMessage(21, LogLevel.Warning, "{Count} heartbeats did not reach the registry")]
    private static partial void LogLost(ILogger logger, int count, Exception exception);
}
