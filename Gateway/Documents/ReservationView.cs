using System.ComponentModel.DataAnnotations;

namespace Orleans.QuantumMesh.Gateway;

/// <summary>A reservation.</summary>
public sealed record ReservationView
{
    public required string ReservationId { get; init; }

    public required string? WorkflowRunId { get; init; }

    public required string? JobId { get; init; }

    public required string FragmentId { get; init; }

    public required string? ServiceId { get; init; }

    public required string? RequestingPeerId { get; init; }

    public required string TargetNodeId { get; init; }

    public required double MinFidelity { get; init; }

    /// <summary>REQUESTED, PREPARED, COMMITTED, EXECUTED, REJECTED, CANCELED or EXPIRED.</summary>
    [AllowedValues("REQUESTED", "PREPARED", "COMMITTED", "EXECUTED", "REJECTED", "CANCELED", "EXPIRED")]
    public required string CurrentTransition { get; init; }

    public required int TtlSeconds { get; init; }

    public required string? Reason { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset LastEventAt { get; init; }

    public required bool IsTerminal { get; init; }

    public required bool IsActive { get; init; }
}
