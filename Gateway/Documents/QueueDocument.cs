namespace Orleans.QuantumMesh.Gateway;

/// <summary>Where a job waits.</summary>
public sealed record QueueDocument
{
    public required int Position { get; init; }

    public required double EtaSeconds { get; init; }

    public required double EtaLow { get; init; }

    public required double EtaHigh { get; init; }
}
