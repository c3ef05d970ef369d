using System.ComponentModel.DataAnnotations;

namespace Orleans.QuantumMesh.Gateway;

/// <summary>A fidelity, advertised or observed.</summary>
public sealed record FidelitySampleDocument
{
    public required string ServiceType { get; init; }

    public required double Fidelity { get; init; }

    [AllowedValues("advertised", "observed")]
    public required string Source { get; init; }

    public required bool? Availability { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }
}
