namespace Orleans.QuantumMesh.Grains.Abstractions;

/// <summary>The node refused, or could not be asked.</summary>
public sealed record ReservationRejected : ReservationEvent
{
    public required string Reason { get; init; }
}
