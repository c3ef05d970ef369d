using Orleans.QuantumMesh.Core.Planning;

namespace Orleans.QuantumMesh.Grains.Abstractions;

/// <summary>The plan is made; from here on it is reused, never made anew.</summary>
public sealed record JobPlanned : JobEvent
{
    public required ExecutionPlan Plan { get; init; }

    /// <summary>Noise trajectories that every fragment is dispatched with, caps applied.</summary>
    public required int NoiseShots { get; init; }

    /// <summary>What planning left out or capped, and why.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}
