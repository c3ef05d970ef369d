using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

using Orleans.QuantumMesh.Mesh.Protocol;

namespace Orleans.QuantumMesh.Libp2pBridge;

/// <summary>Starts a bridge on a host that is there already.</summary>
internal sealed class MeshBridgeService(IMeshHost host, MeshBridgeOptions options, IGrainFactory grains, BridgeSlot slot, TimeProvider time, ILogger<MeshBridge> logger) : IHostedService, IAsyncDisposable
{
    private MeshBridge? _bridge;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _bridge = new MeshBridge(host, grains, options, time, logger);
        _bridge.Start();
        slot.Bridge = _bridge;
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => DisposeAsync().AsTask().WaitAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        slot.Bridge = null;
        if (_bridge is not null)
        {
            await _bridge.DisposeAsync().ConfigureAwait(false);
        }
    }
}
