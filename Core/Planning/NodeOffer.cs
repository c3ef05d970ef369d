using System.Collections.Immutable;

namespace Orleans.QuantumMesh.Core.Planning;

/// <summary>A node as the planner sees it: what it advertises, and what was measured of it.</summary>
public sealed record NodeOffer
{
    /// <summary>The node's peer id.</summary>
    public required string NodeId { get; init; }

    public required ImmutableArray<ServiceOffer> Services { get; init; }

    /// <summary>Fidelity of the Bell pairs with which a qubit is handed over to this node.</summary>
    public required double LinkFidelity { get; init; }

    /// <summary>How many fragments it executes at once.</summary>
    public required int Capacity { get; init; }

    /// <summary>Slots that are taken or planned to be, this silo's assignments that no heartbeat shows yet included.</summary>
    public int SlotsTaken { get; init; }

    /// <summary>Smoothed round trip in milliseconds; <see langword="null"/> where none was measured yet.</summary>
    public double? RoundTripMs { get; init; }

    /// <summary>Share of recent attempts that succeeded, 0 … 1.</summary>
    public double SuccessRate { get; init; } = 1;

    public NodeHealth Health { get; init; }

    /// <summary>Whether its last heartbeats were missed.</summary>
    public bool IsStale { get; init; }

    /// <summary>Whether enrollment lets its services be planned with.</summary>
    public bool IsEnrolled { get; init; } = true;
}
