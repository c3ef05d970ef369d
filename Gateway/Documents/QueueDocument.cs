namespace Orleans.QuantumMesh.Gateway;

/// <summary>Where a job waits.</summary>
public sealed record QueueDocument
{
    /// <summary>1 is the next.</summary>
    public required int Position { get; init; }

    /// <summary>When its turn may come, by how fast jobs got theirs lately; null before that is known.</summary>
    public required double? EtaSeconds { get; init; }

    public required double? EtaLow { get; init; }

    public required double? EtaHigh { get; init; }
}
