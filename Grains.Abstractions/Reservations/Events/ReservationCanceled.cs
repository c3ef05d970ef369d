namespace Orleans.QuantumMesh.Grains.Abstractions;

/// <summary>Somebody released the slot.</summary>
public sealed record ReservationCanceled : ReservationEvent
{
    public string? Reason { get; init; }
}
