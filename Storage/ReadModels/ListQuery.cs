namespace Orleans.QuantumMesh.Storage;

/// <summary>Which rows of a list to give: newest first.</summary>
public sealed record ListQuery
{
    /// <summary>Only this owner's; null for everybody's.</summary>
    public string? Owner { get; init; }

    /// <summary>Only those in one of these states; empty for all.</summary>
    public IReadOnlyList<string> Statuses { get; init; } = [];

    /// <summary>At most so many, 1..200.</summary>
    public int Limit { get; init; } = 50;

    /// <summary>Where the last page ended (<see cref="Page{T}.NextCursor"/>); null for the first page.</summary>
    public string? Cursor { get; init; }
}
