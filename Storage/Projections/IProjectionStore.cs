namespace Orleans.QuantumMesh.Storage;

/// <summary>Documents that follow from the journal and can be rebuilt from it.</summary>
/// <remarks>Thread-safe. Where the documents are beside the journal, <see cref="PutDocument"/> in a batch does the same in the batch's own transaction.</remarks>
public interface IProjectionStore
{
    /// <summary>A document, or null.</summary>
    Task<ProjectionDocument?> GetAsync(ProjectionKind kind, string id, CancellationToken cancellationToken = default);

    /// <summary>A collection's documents, last updated first.</summary>
    Task<IReadOnlyList<ProjectionDocument>> ListAsync(
        ProjectionKind kind, int limit = int.MaxValue, CancellationToken cancellationToken = default);

    /// <summary>Stores and removes documents, together with how far the projection has read.</summary>
    Task WriteAsync(
        IReadOnlyList<ProjectionDocument> put,
        IReadOnlyList<DeleteDocument>? delete = null,
        SetProjectionOffset? offset = null,
        CancellationToken cancellationToken = default);

    /// <summary>How far a projection has read the journal; 0 where it has not begun.</summary>
    Task<long> GetOffsetAsync(string projection, CancellationToken cancellationToken = default);
}
