namespace Orleans.QuantumMesh.ServiceNode;

/// <summary>What a node answers on the reservation stream, in the protocol's words.</summary>
public sealed record ReservationDecision(string State, string? Token = null, string? Reason = null, int? NextFreeInMs = null)
{
    public static ReservationDecision Of(Slot slot)
    {
        ArgumentNullException.ThrowIfNull(slot);
        return new(
            slot.State switch
            {
                SlotState.Prepared => "PREPARED",
                SlotState.Committed => "COMMITTED",
                SlotState.Canceled => "CANCELED",
                _ => "EXPIRED",
            },
            slot.Token);
    }

    public static ReservationDecision Rejected(string reason) => new("REJECTED", Reason: reason);
}
