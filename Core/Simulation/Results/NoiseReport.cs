namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>What the nodes' hardware did to the state, shot by shot; all but <see cref="Shots"/> is <see langword="null"/> without trajectories.</summary>
public sealed record NoiseReport
{
    /// <summary>How many trajectories were folded.</summary>
    public required int Shots { get; init; }

    public IReadOnlyDictionary<string, long>? Counts { get; init; }

    public IReadOnlyDictionary<string, long>? ClassicalCounts { get; init; }

    /// <summary><see cref="Counts"/> / <see cref="Shots"/>.</summary>
    public IReadOnlyDictionary<string, double>? MeasuredProbabilities { get; init; }

    /// <summary>Errors over all trajectories: Paulis, link errors and damping jumps that acted.</summary>
    public long? ErrorsTotal { get; init; }

    public int? ShotsWithErrors { get; init; }

    /// <summary>The errors of shot 0, in the order in which they acted.</summary>
    public IReadOnlyList<LeadRunError>? LeadRunErrors { get; init; }

    /// <summary>Readouts that were inverted, over all trajectories.</summary>
    public long? ReadoutFlips { get; init; }
}
