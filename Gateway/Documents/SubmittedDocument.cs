namespace Orleans.QuantumMesh.Gateway;

/// <summary>A submission that is kept.</summary>
public sealed record SubmittedDocument
{
    public required string JobId { get; init; }

    /// <summary>Always <c>QUEUED</c>.</summary>
    public required string Status { get; init; }

    /// <summary>What was read in another way than it was written, and why.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }
}
