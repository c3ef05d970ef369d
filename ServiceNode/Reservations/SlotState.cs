namespace Orleans.QuantumMesh.ServiceNode;

/// <summary>A reservation's state on the node; the last two are final.</summary>
public enum SlotState
{
    Prepared,
    Committed,
    Canceled,
    Expired,
}
