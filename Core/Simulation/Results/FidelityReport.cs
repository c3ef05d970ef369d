namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>How near the executed state came to the ideal one.</summary>
public sealed record FidelityReport
{
    /// <summary>What is compared with.</summary>
    public string TargetState { get; init; } = "ideal_compiled_state";

    /// <summary>⟨ψ|ρ|ψ⟩ just before terminal measurement: the mean over the trajectories; <see langword="null"/> without trajectories.</summary>
    public required double? FidelityToTargetState { get; init; }

    /// <summary>The mean's standard error; where no trajectory erred, the 95 % bound 3/shots.</summary>
    public required double? StandardError { get; init; }

    /// <summary>Hellinger fidelity of the noisy and the ideal distribution of outcomes; <see langword="null"/> without measurements or trajectories.</summary>
    public required double? OutcomeFidelity { get; init; }

    /// <summary>|⟨ψ|φ⟩|² of shot 0 alone.</summary>
    public required double? LeadRunFidelity { get; init; }

    /// <summary>Product of the fragments' observed fidelities.</summary>
    public required double? EstimatedExecutionFidelity { get; init; }
}
