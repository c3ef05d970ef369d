namespace Orleans.QuantumMesh.Grains.Abstractions;

/// <summary>The node has taken the commit.</summary>
public sealed record ReservationCommitted : ReservationEvent;
