using System.ComponentModel.DataAnnotations;

namespace Orleans.QuantumMesh.Gateway;

/// <summary>A job.</summary>
public sealed record JobView
{
    public required string JobId { get; init; }

    [AllowedValues("QUEUED", "COMPILING", "RESERVING", "EXECUTING", "COMPLETED", "FAILED", "CANCELLED")]
    public required string Status { get; init; }

    public required string? PlanId { get; init; }

    /// <summary>Why it failed.</summary>
    public required string? Error { get; init; }

    public required ResultDocument? Result { get; init; }

    public required ProgressDocument Progress { get; init; }

    /// <summary>Where it is known.</summary>
    public required QueueDocument? Queue { get; init; }

    public required string CircuitText { get; init; }

    public required string? Label { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }
}
