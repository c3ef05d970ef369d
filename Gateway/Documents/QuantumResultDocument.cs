namespace Orleans.QuantumMesh.Gateway;

/// <summary>The ideal logical state of the executed plan, and beside it the noise.</summary>
public sealed record QuantumResultDocument
{
    /// <summary>Bit string to count; the first measured qubit is the rightmost character.</summary>
    public required IReadOnlyDictionary<string, int>? Counts { get; init; }

    public required IReadOnlyDictionary<string, int>? ClassicalCounts { get; init; }

    public required int Shots { get; init; }

    /// <summary>A number, above 2^53 decimal text.</summary>
    public required object Seed { get; init; }

    public required IReadOnlyList<int>? MeasuredQubits { get; init; }

    public required IReadOnlyList<int> QubitIds { get; init; }

    public required IReadOnlyDictionary<string, double>? Probabilities { get; init; }

    /// <summary>What the list leaves out.</summary>
    public DroppedDocument? ProbabilitiesDropped { get; init; }

    /// <summary>What the list leaves out.</summary>
    public DroppedDocument? MeasuredProbabilitiesDropped { get; init; }

    public required IReadOnlyDictionary<string, double>? MeasuredProbabilities { get; init; }

    /// <summary>Amplitudes as texts that Python's complex() reads, little-endian.</summary>
    public required IReadOnlyList<string>? Statevector { get; init; }

    public required IReadOnlyDictionary<string, double> ObservableExpectations { get; init; }

    public required IReadOnlyDictionary<string, IReadOnlyList<IReadOnlyList<string>>>? ReducedDensityMatrices { get; init; }

    public required IReadOnlyDictionary<string, BlochVectorDocument> BlochVectors { get; init; }

    public required IReadOnlyDictionary<string, double> EntanglementEntropy { get; init; }

    public required IReadOnlyList<BasisStateDocument> TopBasisStates { get; init; }

    public required ResultFidelityDocument Fidelity { get; init; }

    public required DistributedExecutionDocument DistributedExecution { get; init; }

    public required NoiseDocument Noise { get; init; }

    public required EngineDocument Engine { get; init; }

    public required IReadOnlyList<string> Warnings { get; init; }
}
