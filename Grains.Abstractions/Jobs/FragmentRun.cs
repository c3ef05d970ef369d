using System.Collections.Immutable;

namespace Orleans.QuantumMesh.Grains.Abstractions;

/// <summary>What has happened to one fragment so far, or to a turn or part of one (<see cref="Core.Planning.FragmentName"/>).</summary>
public sealed record FragmentRun
{
    public required string FragmentId { get; init; }

    public FragmentPhase Phase { get; init; }

    /// <summary>The operations of a part; <see langword="null"/> stands for all those of the plan's fragment.</summary>
    public OperationSpan? Span { get; init; }

    /// <summary>The highest attempt so far, from 1; a part goes on from what it was split from.</summary>
    public int Attempt { get; init; }

    /// <summary>The node of that attempt.</summary>
    public string? NodeId { get; init; }

    public string? ReservationId { get; init; }

    public string? ReservationToken { get; init; }

    public string? ExecutionId { get; init; }

    public IReadOnlyList<FragmentHandoff> Handoffs { get; init; } = [];

    /// <summary>Its attempts that ended, in order, the successful one last; those of what a part was split from are not among them.</summary>
    public ImmutableArray<FragmentTry> Tried { get; init; } = [];

    public DateTimeOffset? WaitingSince { get; init; }

    public DateTimeOffset? ReadyAt { get; init; }

    public DateTimeOffset? RequestedAt { get; init; }

    public DateTimeOffset? PreparedAt { get; init; }

    public DateTimeOffset? DispatchedAt { get; init; }

    public DateTimeOffset? ExecutedAt { get; init; }

    public double? ObservedFidelity { get; init; }

    public double? OperationFidelity { get; init; }

    public double QueueMs { get; init; }

    public double ExecuteMs { get; init; }

    public double RoundTripMs { get; init; }
}
