using System.Text.Json.Serialization;

namespace Orleans.QuantumMesh.Grains.Abstractions;

/// <summary>The body of <c>POST /reservations</c>: a slot to hold on a node, outside any job.</summary>
[GenerateSerializer, Immutable]
public sealed record ReservationRequest
{
    [Id(0)]
    public string? WorkflowRunId { get; init; }

    [Id(1)]
    public required string FragmentId { get; init; }

    /// <summary>The service: its type, or <c>peer id/type</c>.</summary>
    [Id(2)]
    public required string ServiceId { get; init; }

    [Id(3)]
    public string? RequestingPeerId { get; init; }

    /// <summary>At least 5.</summary>
    [Id(4)]
    public int TtlSeconds { get; init; } = 60;

    [Id(5)]
    public string? IdempotencyKey { get; init; }

    /// <summary>The node's peer id; where it is <see langword="null"/> the cheapest node that offers the service is asked.</summary>
    [Id(6)]
    public string? TargetNodeId { get; init; }

    /// <summary>The service's type, out of <see cref="ServiceId"/>.</summary>
    [JsonIgnore]
    public string ServiceType => ServiceId[(ServiceId.LastIndexOf('/') + 1)..];

    /// <summary>The node that is asked for, by <see cref="TargetNodeId"/> or as a part of <see cref="ServiceId"/>; <see langword="null"/> where any will do.</summary>
    [JsonIgnore]
    public string? NodeId => TargetNodeId ?? (ServiceId.LastIndexOf('/') is > 0 and int slash ? ServiceId[..slash] : null);

    /// <summary>The average gate fidelity that the service must have, 0 … 1.</summary>
    [Id(7)]
    public double MinFidelity { get; init; }
}
