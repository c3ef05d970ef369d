namespace Orleans.QuantumMesh.Storage;

/// <summary>How the stores are. The names are the contract's; <see cref="StoreStatus.Backend"/> tells what really serves.</summary>
/// <param name="Postgres">Journal and read models.</param>
/// <param name="Mongodb">Projections.</param>
/// <param name="PeerLog">The peer log.</param>
public sealed record PersistenceStatus(StoreStatus Postgres, StoreStatus Mongodb, StoreStatus PeerLog)
{
    /// <summary>Whether all of them answer.</summary>
    public bool Ready => Postgres.Reachable && Mongodb.Reachable && PeerLog.Reachable;
}
