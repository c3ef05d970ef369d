namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>The caps of a result; each one that bites is named in the warnings.</summary>
public sealed record ResultOptions
{
    /// <summary>Beyond, the statevector is left out, and of the probabilities the most probable ones are kept.</summary>
    public int MaximumStatevectorQubits { get; init; } = 16;

    /// <summary>The most entries that a listing of probabilities has.</summary>
    public int MaximumProbabilities { get; init; } = 65_536;

    /// <summary>Beyond, pair observables are left out.</summary>
    public int MaximumPairQubits { get; init; } = 64;

    /// <summary>The memory that a state may take, in bytes.</summary>
    public long MaximumStateBytes { get; init; } = 4L << 30;
}
