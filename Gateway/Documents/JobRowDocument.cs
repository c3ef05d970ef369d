using System.ComponentModel.DataAnnotations;

namespace Orleans.QuantumMesh.Gateway;

/// <summary>A job in a list.</summary>
public sealed record JobRowDocument
{
    public required string Id { get; init; }

    public required string JobId { get; init; }

    [AllowedValues("QUEUED", "COMPILING", "RESERVING", "EXECUTING", "COMPLETED", "FAILED", "CANCELLED")]
    public required string Status { get; init; }

    public required string? PlanId { get; init; }

    public required string? Error { get; init; }

    public required ProgressDocument Progress { get; init; }

    public required string CircuitPreview { get; init; }

    public required bool ResultAvailable { get; init; }

    public required string? Label { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }
}
