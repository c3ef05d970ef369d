using System.Collections.Immutable;

namespace Orleans.QuantumMesh.Core.Planning;

/// <summary>A plan, or what stands in its way.</summary>
public sealed record PlanOutcome
{
    private PlanOutcome()
    {
    }

    /// <summary>The plan, or <see langword="null"/>.</summary>
    public ExecutionPlan? Plan { get; private init; }

    /// <summary>One sentence that names the first fragment without a candidate and what the nodes lack; <see langword="null"/> with a plan.</summary>
    public string? Obstacle { get; private init; }

    /// <summary>The service types that no usable node offers well enough.</summary>
    public ImmutableArray<string> MissingServices { get; private init; } = [];

    public static PlanOutcome Planned(ExecutionPlan plan) => new() { Plan = plan };

    public static PlanOutcome Blocked(string obstacle, ImmutableArray<string> missingServices) => new() { Obstacle = obstacle, MissingServices = missingServices };
}
