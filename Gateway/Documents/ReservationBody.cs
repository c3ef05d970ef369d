using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Orleans.QuantumMesh.Gateway;

/// <summary>A slot to hold on a node.</summary>
public sealed record ReservationBody
{
    [MinLength(1)]
    [MaxLength(255)]
    public string? WorkflowRunId { get; init; }

    /// <summary>What it is for.</summary>
    [MinLength(1)]
    [MaxLength(255)]
    public required string FragmentId { get; init; }

    /// <summary>A service type, or <c>peer id/type</c>.</summary>
    [MinLength(1)]
    [MaxLength(255)]
    public required string ServiceId { get; init; }

    [MinLength(1)]
    [MaxLength(255)]
    public string? RequestingPeerId { get; init; }

    /// <summary>How long the slot is held.</summary>
    [Range(5, 86_400)]
    [DefaultValue(60)]
    public int TtlSeconds { get; init; } = 60;

    /// <summary>As the header.</summary>
    [MinLength(1)]
    [MaxLength(255)]
    public string? IdempotencyKey { get; init; }

    /// <summary>The node; the cheapest that offers the service where it is absent.</summary>
    [MinLength(1)]
    [MaxLength(255)]
    public string? TargetNodeId { get; init; }

    [Range(0.0, 1.0)]
    public double MinFidelity { get; init; }
}
