namespace Orleans.QuantumMesh.Gateway;

/// <summary>Entries that were left out of a list.</summary>
public sealed record DroppedDocument
{
    public required long Outcomes { get; init; }

    /// <summary>What they sum to.</summary>
    public required double Total { get; init; }
}
