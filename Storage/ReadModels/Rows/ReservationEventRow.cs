namespace Orleans.QuantumMesh.Storage;

/// <summary>A transition of a reservation; rows are only ever added.</summary>
/// <param name="ReservationId"><c>res-…</c></param>
/// <param name="JobId">The job it serves, if one.</param>
/// <param name="FragmentId">The fragment it serves.</param>
/// <param name="NodeId">The node that holds the slot.</param>
/// <param name="Transition">REQUESTED, PREPARED, COMMITTED, EXECUTED, EXPIRED, CANCELED or REJECTED.</param>
/// <param name="Detail">What else is known, as JSON text.</param>
/// <param name="OccurredAt">UTC.</param>
public sealed record ReservationEventRow(
    string ReservationId,
    string? JobId,
    string FragmentId,
    string NodeId,
    string Transition,
    string? Detail,
    DateTimeOffset OccurredAt);
