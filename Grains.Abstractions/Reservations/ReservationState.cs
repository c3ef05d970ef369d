namespace Orleans.QuantumMesh.Grains.Abstractions;

/// <summary>REQUESTED → PREPARED → COMMITTED → EXECUTED | EXPIRED | CANCELED; REQUESTED and PREPARED → REJECTED | CANCELED | EXPIRED.</summary>
public enum ReservationState
{
    Requested,
    Prepared,
    Committed,
    Executed,
    Rejected,
    Canceled,
    Expired,
}
