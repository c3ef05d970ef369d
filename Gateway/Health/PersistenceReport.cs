namespace Orleans.QuantumMesh.Gateway;

/// <summary>How the stores are.</summary>
/// <param name="Postgres">Journal and read models.</param>
/// <param name="Mongodb">Projections.</param>
/// <param name="PeerLog">The peer log.</param>
public sealed record PersistenceReport(StoreReport Postgres, StoreReport Mongodb, StoreReport PeerLog);
