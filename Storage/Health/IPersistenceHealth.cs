namespace Orleans.QuantumMesh.Storage;

/// <summary>Asks the stores how they are.</summary>
public interface IPersistenceHealth
{
    /// <summary>Asks each store; never throws for one that does not answer.</summary>
    Task<PersistenceStatus> CheckAsync(CancellationToken cancellationToken = default);
}
