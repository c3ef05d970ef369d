namespace Orleans.QuantumMesh.Grains.Abstractions;

/// <summary>The job ended for a reason, in one sentence.</summary>
public sealed record JobFailed : JobEvent
{
    public required string Error { get; init; }
}
