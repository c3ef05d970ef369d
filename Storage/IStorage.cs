namespace Orleans.QuantumMesh.Storage;

/// <summary>The stores of one silo. Closing it writes out what waits.</summary>
public interface IStorage : IAsyncDisposable
{
    /// <summary>The journal.</summary>
    IJournal Journal { get; }

    /// <summary>The read models.</summary>
    IReadModels ReadModels { get; }

    /// <summary>The projections.</summary>
    IProjectionStore Projections { get; }

    /// <summary>The peer log.</summary>
    IPeerLog PeerLog { get; }

    /// <summary>How they are.</summary>
    IPersistenceHealth Health { get; }
}
