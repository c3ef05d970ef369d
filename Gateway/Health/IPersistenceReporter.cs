namespace Orleans.QuantumMesh.Gateway;

/// <summary>Tells the gateway how the stores are; the host provides it.</summary>
public interface IPersistenceReporter
{
    /// <summary>Asks each store; never throws for one that does not answer.</summary>
    Task<PersistenceReport> ReportAsync(CancellationToken cancellationToken);
}
