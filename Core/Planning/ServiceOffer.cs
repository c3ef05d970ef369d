using System.Collections.Immutable;

namespace Orleans.QuantumMesh.Core.Planning;

/// <summary>One service that a node advertises; <see cref="Fidelity"/> is the average gate fidelity of one of its elementary gates, the qubit bounds are those of one fragment.</summary>
public sealed record ServiceOffer
{
    public required string ServiceType { get; init; }

    public required double Fidelity { get; init; }

    public required int QubitMin { get; init; }

    public required int QubitMax { get; init; }

    public required bool Availability { get; init; }

    public ImmutableArray<string> GateSet { get; init; } = [];

    /// <summary><c>all-to-all</c>, or qubit pairs such as <c>0-1,1-2</c>; for information.</summary>
    public string Connectivity { get; init; } = "all-to-all";

    public DateTimeOffset UpdatedAt { get; init; }

    public DateTimeOffset? CalibratedAt { get; init; }
}
