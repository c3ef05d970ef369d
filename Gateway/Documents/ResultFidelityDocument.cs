namespace Orleans.QuantumMesh.Gateway;

/// <summary>How near the noisy state is to the ideal one.</summary>
public sealed record ResultFidelityDocument
{
    public required string TargetState { get; init; }

    public required double? FidelityToTargetState { get; init; }

    public required double? StandardError { get; init; }

    public required double? LeadRunFidelity { get; init; }

    public required double? EstimatedExecutionFidelity { get; init; }

    public double? OutcomeFidelity { get; init; }
}
