using Microsoft.Data.Sqlite;

namespace Orleans.QuantumMesh.Storage.Sqlite;

/// <summary>Asks the embedded stores how they are.</summary>
internal sealed class EmbeddedHealth(JournalWriter writer, ReaderPool readers, DataFolder folder, JsonLinesPeerLog peerLog) : IPersistenceHealth
{
    public async Task<PersistenceStatus> CheckAsync(CancellationToken cancellationToken = default)
    {
        StoreStatus journal = await CheckFileAsync(cancellationToken).ConfigureAwait(false);
        StoreStatus projections = journal with
        {
            Message = journal.Reachable ? "Projections lie beside the journal." : journal.Message,
        };
        StoreStatus log = peerLog.Failure is { } failure
            ? new StoreStatus("jsonl", "unavailable", false, $"The peer log cannot be written: {failure.Message}")
            : new StoreStatus("jsonl", "ready", true, $"Written to {Path.GetFileName(folder.PeerLogFile)}.");
        return new PersistenceStatus(journal, projections, log);
    }

    private async Task<StoreStatus> CheckFileAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (writer.Failure is not null)
            {
                await writer.ProbeAsync(cancellationToken).ConfigureAwait(false);
            }

            await readers.QueryAsync(connection => Query.Number(connection, "SELECT max(position) FROM events"), cancellationToken).ConfigureAwait(false);
            return new StoreStatus("sqlite", "ready", true, $"Journal and read models in {Path.GetFileName(folder.JournalFile)}.");
        }
        catch (Exception error) when (error is JournalUnavailableException or SqliteException)
        {
            return new StoreStatus("sqlite", "unavailable", false, error.Message);
        }
    }
}
