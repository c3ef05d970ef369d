namespace Orleans.QuantumMesh.Storage.Sqlite;

/// <summary>Projections as JSON text beside the journal.</summary>
internal sealed class SqliteProjectionStore(JournalWriter writer, ReaderPool readers) : IProjectionStore
{
    public Task<ProjectionDocument?> GetAsync(ProjectionKind kind, string id, CancellationToken cancellationToken = default) =>
        readers.QueryAsync(
            connection => Query.Row(
                connection,
                $"SELECT document, updated_at FROM {Tables.Of(kind)} WHERE id = $1",
                reader => new ProjectionDocument(kind, id, reader.GetString(0), reader.Time(1)),
                id),
            cancellationToken);

    public Task<IReadOnlyList<ProjectionDocument>> ListAsync(
        ProjectionKind kind, int limit = int.MaxValue, CancellationToken cancellationToken = default) =>
        readers.QueryAsync<IReadOnlyList<ProjectionDocument>>(
            connection => Query.Rows(
                connection,
                $"SELECT id, document, updated_at FROM {Tables.Of(kind)} ORDER BY updated_at DESC, id DESC LIMIT $1",
                reader => new ProjectionDocument(kind, reader.GetString(0), reader.GetString(1), reader.Time(2)),
                limit),
            cancellationToken);

    public Task WriteAsync(
        IReadOnlyList<ProjectionDocument> put,
        IReadOnlyList<DeleteDocument>? delete = null,
        SetProjectionOffset? offset = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(put);
        RowChange[] changes = [.. put.Select(document => new PutDocument(document)), .. delete ?? [], .. offset is null ? [] : new RowChange[] { offset }];
        return writer.WriteAsync(new WorkItem([JournalBatch.OfChanges(changes)], cancellationToken));
    }

    public Task<long> GetOffsetAsync(string projection, CancellationToken cancellationToken = default) =>
        readers.QueryAsync(
            connection => Query.Number(connection, "SELECT position FROM projection_offsets WHERE projection = $1", projection),
            cancellationToken);
}
