namespace Orleans.QuantumMesh.Grains.Abstractions;

/// <summary>Somebody ended the job.</summary>
public sealed record JobCancelled : JobEvent
{
    public required string By { get; init; }
}
