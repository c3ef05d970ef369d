namespace Orleans.QuantumMesh.Grains.Abstractions;

/// <summary>The slot's time was up; the node has released it.</summary>
public sealed record ReservationExpired : ReservationEvent;
