namespace Orleans.QuantumMesh.Core.Planning;

/// <summary>What a fragment would cost on a node. The four parts are unweighted, each from 0 (best); <see cref="TotalCost"/> is their weighted sum.</summary>
public readonly record struct CandidateScore(
    string NodeId,
    double TotalCost,
    double LatencyCost,
    double FailureRiskCost,
    double EntanglementCost,
    double LoadCost,
    double Fidelity);
