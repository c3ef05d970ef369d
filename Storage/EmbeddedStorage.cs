using Microsoft.Extensions.Logging;
using Orleans.QuantumMesh.Storage.Sqlite;

namespace Orleans.QuantumMesh.Storage;

/// <summary>The stores of a silo that needs no server: SQLite files and a peer log in a locked data folder.</summary>
public sealed class EmbeddedStorage : IStorage
{
    private const int Readers = 4;

    private readonly JournalWriter _writer;
    private readonly ReaderPool _readers;
    private readonly JsonLinesPeerLog _peerLog;

    private EmbeddedStorage(DataFolder folder, JournalWriter writer, ReaderPool readers, JsonLinesPeerLog peerLog, TimeProvider timeProvider)
    {
        Folder = folder;
        _writer = writer;
        _readers = readers;
        _peerLog = peerLog;
        Journal = new SqliteJournal(writer, readers, timeProvider);
        ReadModels = new SqliteReadModels(readers);
        Projections = new SqliteProjectionStore(writer, readers);
        Health = new EmbeddedHealth(writer, readers, folder, peerLog);
    }

    /// <summary>The data folder, locked until the stores are closed.</summary>
    public DataFolder Folder { get; }

    /// <inheritdoc/>
    public IJournal Journal { get; }

    /// <inheritdoc/>
    public IReadModels ReadModels { get; }

    /// <inheritdoc/>
    public IProjectionStore Projections { get; }

    /// <inheritdoc/>
    public IPeerLog PeerLog => _peerLog;

    /// <inheritdoc/>
    public IPersistenceHealth Health { get; }

    /// <summary>Locks the data folder, brings the schema up to date and opens the stores.</summary>
    /// <exception cref="DataFolderInUseException">Somebody else has the folder open.</exception>
    /// <exception cref="SchemaTooNewException">A newer version has used the folder.</exception>
    public static EmbeddedStorage Open(StorageOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        DataFolder folder = DataFolder.Open(options.DataFolder);
        JournalWriter? writer = null;
        try
        {
            var file = new SqliteFile(folder.JournalFile);
            SchemaMigrations.Apply(file, "Journal");
            writer = new JournalWriter(
                file, options.LargestGroup, options.QueueLimit, options.MaximumJournalBytes, options.TimeProvider, options.LoggerFactory.CreateLogger<IJournal>());
            JsonLinesPeerLog peerLog = JsonLinesPeerLog.Open(
                folder.PeerLogFile, options.PeerLogLimit, options.LoggerFactory.CreateLogger<IPeerLog>());
            return new EmbeddedStorage(folder, writer, new ReaderPool(file, Readers), peerLog, options.TimeProvider);
        }
        catch
        {
            writer?.Dispose();
            folder.Dispose();
            throw;
        }
    }

    /// <summary>Writes out what waits, closes the files and gives the folder back.</summary>
    public async ValueTask DisposeAsync()
    {
        await _peerLog.DisposeAsync().ConfigureAwait(false);
        await Task.Run(_writer.Dispose).ConfigureAwait(false);
        _readers.Dispose();
        Folder.Dispose();
    }
}
