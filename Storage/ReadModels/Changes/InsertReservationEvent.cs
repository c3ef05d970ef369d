namespace Orleans.QuantumMesh.Storage;

/// <summary>Adds a reservation's transition.</summary>
public sealed record InsertReservationEvent(ReservationEventRow Row) : RowChange;
