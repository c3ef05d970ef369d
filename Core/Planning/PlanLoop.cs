using System.Collections.Immutable;

namespace Orleans.QuantumMesh.Core.Planning;

/// <summary>A run-time loop in a plan: its body's own fragments run turn by turn once all <see cref="Dependencies"/> are done; what depends on the loop names its fragments.</summary>
public sealed record PlanLoop
{
    /// <summary>The loop operation's id.</summary>
    public required string LoopId { get; init; }

    /// <summary>The loop that this one stands in, or <see langword="null"/>.</summary>
    public string? ParentLoopId { get; init; }

    /// <summary>All fragments of the body, inner loops' included, in order; empty where the body has classical steps alone.</summary>
    public required ImmutableArray<string> FragmentIds { get; init; }

    /// <summary>Fragments outside the body that must be done before the first turn.</summary>
    public required ImmutableArray<string> Dependencies { get; init; }

    /// <summary>The bound on turns.</summary>
    public required int MaximumTurns { get; init; }
}
