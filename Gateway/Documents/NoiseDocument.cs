namespace Orleans.QuantumMesh.Gateway;

/// <summary>What the nodes' hardware did.</summary>
public sealed record NoiseDocument
{
    public required int Shots { get; init; }

    public required IReadOnlyDictionary<string, int>? Counts { get; init; }

    public required IReadOnlyDictionary<string, int>? ClassicalCounts { get; init; }

    public required IReadOnlyDictionary<string, double>? MeasuredProbabilities { get; init; }

    public required int ErrorsTotal { get; init; }

    public required int ShotsWithErrors { get; init; }

    public required IReadOnlyList<LeadRunErrorDocument> LeadRunErrors { get; init; }

    public required int ReadoutFlips { get; init; }
}
