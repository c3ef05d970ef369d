namespace Orleans.QuantumMesh.Gateway;

/// <summary>What a fragment would cost on a node; the parts are unweighted.</summary>
public sealed record CandidateDocument
{
    public required string NodeId { get; init; }

    public required double TotalCost { get; init; }

    public required double LatencyCost { get; init; }

    public required double FailureRiskCost { get; init; }

    public required double EntanglementCost { get; init; }

    public required double LoadCost { get; init; }

    public required double Fidelity { get; init; }
}
