namespace Orleans.QuantumMesh.Grains.Abstractions;

/// <summary>The job was accepted, with everything that it was asked for.</summary>
public sealed record JobSubmitted : JobEvent
{
    public required string Owner { get; init; }

    public required JobSubmission Submission { get; init; }

    /// <summary>What was taken in another way than the client may expect.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>When the job fails if it has not ended.</summary>
    public required DateTimeOffset Deadline { get; init; }

    public string? TraceParent { get; init; }

    public string? RequestId { get; init; }
}
