namespace Orleans.QuantumMesh.Grains.Abstractions;

/// <summary>The slot was used and is free again.</summary>
public sealed record ReservationExecuted : ReservationEvent;
