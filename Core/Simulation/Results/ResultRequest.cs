using System.Collections.Immutable;
using Orleans.QuantumMesh.Core.Circuits;
using Orleans.QuantumMesh.Core.Planning;

namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>What a result is computed from.</summary>
public sealed record ResultRequest
{
    public required CircuitProgram Program { get; init; }

    public required ExecutionPlan Plan { get; init; }

    /// <summary>The answers that were used, one for each fragment and turn.</summary>
    public required ImmutableArray<FragmentRecord> Fragments { get; init; }

    /// <summary>Shots of the ideal run, from 1.</summary>
    public required int Shots { get; init; }

    /// <summary>The seed of the ideal run.</summary>
    public required UInt128 Seed { get; init; }

    /// <summary>Trajectories asked for, after caps; 0: the noise's counts and fidelities are left out.</summary>
    public required int NoiseShots { get; init; }

    public ResultDetail Detail { get; init; } = ResultDetail.Full;

    public ResultOptions Options { get; init; } = new();

    /// <summary>How the engine computes.</summary>
    public EngineOptions Engine { get; init; } = new();

    /// <summary>What the trajectories may cost where answers ask for another method than was estimated.</summary>
    public EngineLimits Limits { get; init; } = new();

    /// <summary>What was capped or taken otherwise before the result was computed; these warnings come first.</summary>
    public ImmutableArray<string> Warnings { get; init; } = [];
}
