namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>What a job's execution implies for its quantum state (result contract, "quantum_result"). Numbers are rounded to 12 decimals.</summary>
public sealed record QuantumResult
{
    /// <summary>Bit string → count over <see cref="MeasuredQubits"/>, the first measured qubit rightmost; <see langword="null"/> if nothing is measured.</summary>
    public required IReadOnlyDictionary<string, long>? Counts { get; init; }

    /// <summary>Bit string → count over the declared classical bits in Qiskit's form; <see langword="null"/> if there are none.</summary>
    public required IReadOnlyDictionary<string, long>? ClassicalCounts { get; init; }

    public required int Shots { get; init; }

    /// <summary>The seed, below 2^128; a JSON number, above 2^53 decimal text.</summary>
    [System.Text.Json.Serialization.JsonConverter(typeof(SeedJsonConverter))]
    public required UInt128 Seed { get; init; }

    /// <summary>In order of first measurement; <see langword="null"/> if nothing is measured.</summary>
    public required IReadOnlyList<int>? MeasuredQubits { get; init; }

    public required IReadOnlyList<int> QubitIds { get; init; }

    /// <summary>Basis states with p above 1e-12 before terminal measurement, keys sorted, leftmost character = highest qubit.</summary>
    public required IReadOnlyDictionary<string, double>? Probabilities { get; init; }

    /// <summary>What <see cref="Probabilities"/> left out beyond its cap; <see langword="null"/> where it is whole.</summary>
    public DroppedProbabilities? ProbabilitiesDropped { get; init; }

    /// <summary>Marginal over the measured qubits.</summary>
    public required IReadOnlyDictionary<string, double>? MeasuredProbabilities { get; init; }

    /// <summary>What <see cref="MeasuredProbabilities"/> left out beyond its cap.</summary>
    public DroppedProbabilities? MeasuredProbabilitiesDropped { get; init; }

    /// <summary>Amplitudes before terminal measurement as text that Python's <c>complex()</c> reads; bit i of the index is qubit i.</summary>
    public required IReadOnlyList<string>? Statevector { get; init; }

    /// <summary><c>Z_q{i}</c>, <c>ZZ_q{i}_q{j}</c>, <c>XX_q{i}_q{j}</c> for i &lt; j.</summary>
    public required IReadOnlyDictionary<string, double> ObservableExpectations { get; init; }

    /// <summary><c>q{i}</c> → 2 × 2 matrix of texts.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<IReadOnlyList<string>>>? ReducedDensityMatrices { get; init; }

    /// <summary><c>q{i}</c> → Bloch vector.</summary>
    public required IReadOnlyDictionary<string, BlochVector> BlochVectors { get; init; }

    /// <summary><c>q{i}|rest</c> → von Neumann entropy, log base 2.</summary>
    public required IReadOnlyDictionary<string, double> EntanglementEntropy { get; init; }

    /// <summary>Up to five most probable basis states.</summary>
    public required IReadOnlyList<BasisState> TopBasisStates { get; init; }

    public required FidelityReport Fidelity { get; init; }

    public required DistributedExecutionReport DistributedExecution { get; init; }

    public required NoiseReport Noise { get; init; }

    public required EngineReport Engine { get; init; }

    /// <summary>What was left out or capped, and why.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }
}
