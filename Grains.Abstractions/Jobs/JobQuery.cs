namespace Orleans.QuantumMesh.Grains.Abstractions;

/// <summary>Which jobs to list; no states means all.</summary>
[GenerateSerializer, Immutable]
public sealed record JobQuery
{
    [Id(0)]
    public IReadOnlyList<JobState> States { get; init; } = [];

    /// <summary>1 … 200.</summary>
    [Id(1)]
    public int Limit { get; init; } = 50;

    [Id(2)]
    public string? Cursor { get; init; }
}
