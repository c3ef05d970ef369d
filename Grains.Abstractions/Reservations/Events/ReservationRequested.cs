namespace Orleans.QuantumMesh.Grains.Abstractions;

/// <summary>A slot was asked for.</summary>
public sealed record ReservationRequested : ReservationEvent
{
    public required string Owner { get; init; }

    public required ReservationRequest Request { get; init; }

    public required string NodeId { get; init; }

    public required string ServiceType { get; init; }
}
