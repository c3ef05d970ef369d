namespace Orleans.QuantumMesh.Storage;

/// <summary>Which jobs to list: newest first.</summary>
public sealed record JobListQuery
{
    /// <summary>Only this owner's; null for everybody's.</summary>
    public string? Owner { get; init; }

    /// <summary>Only those in one of these states; empty for all.</summary>
    public IReadOnlyList<string> Statuses { get; init; } = [];

    /// <summary>Only those of this batch; null for all.</summary>
    public string? BatchId { get; init; }

    /// <summary>At most so many, 1..200.</summary>
    public int Limit { get; init; } = 50;

    /// <summary>Where the last page ended (<see cref="Page{T}.NextCursor"/>); null for the first page.</summary>
    public string? Cursor { get; init; }
}
