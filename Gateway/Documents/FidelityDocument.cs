namespace Orleans.QuantumMesh.Gateway;

/// <summary>A node's fidelities.</summary>
public sealed record FidelityDocument
{
    public required string NodeId { get; init; }

    public required int SampleCount { get; init; }

    public required double? AverageFidelity { get; init; }

    public required double? MinFidelity { get; init; }

    public required double? MaxFidelity { get; init; }

    public required IReadOnlyList<FidelitySampleDocument> Samples { get; init; }
}
