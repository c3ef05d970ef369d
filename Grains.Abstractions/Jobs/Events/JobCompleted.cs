namespace Orleans.QuantumMesh.Grains.Abstractions;

/// <summary>The result is stored under this hash (lower-case hexadecimal SHA-256 of its UTF-8 bytes).</summary>
public sealed record JobCompleted : JobEvent
{
    public required string ResultHash { get; init; }
}
