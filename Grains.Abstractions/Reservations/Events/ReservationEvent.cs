namespace Orleans.QuantumMesh.Grains.Abstractions;

/// <summary>Something that happened to a reservation; <see cref="ReservationMachine"/> folds these.</summary>
public abstract record ReservationEvent;
