using System.ComponentModel.DataAnnotations;

namespace Orleans.QuantumMesh.Gateway;

/// <summary>A change of a job.</summary>
public sealed record JobUpdateDocument
{
    public required string JobId { get; init; }

    [AllowedValues("QUEUED", "COMPILING", "RESERVING", "EXECUTING", "COMPLETED", "FAILED", "CANCELLED")]
    public required string Status { get; init; }

    public required string? Error { get; init; }

    public required ProgressDocument Progress { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Rises by one with each change.</summary>
    public required long Sequence { get; init; }
}
