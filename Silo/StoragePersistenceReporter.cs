using Orleans.QuantumMesh.Gateway;
using Orleans.QuantumMesh.Storage;

namespace Orleans.QuantumMesh.Silo;

/// <summary>Tells the gateway how the stores are.</summary>
public sealed class StoragePersistenceReporter(IPersistenceHealth health) : IPersistenceReporter
{
    public async Task<PersistenceReport> ReportAsync(CancellationToken cancellationToken)
    {
        PersistenceStatus status = await health.CheckAsync(cancellationToken);
        return new PersistenceReport(Shown(status.Postgres), Shown(status.Mongodb), Shown(status.PeerLog));
    }

    private static StoreReport Shown(StoreStatus store) => new(store.Backend, store.Mode, store.Reachable, store.Message);
}
