namespace Orleans.QuantumMesh.Gateway;

/// <summary>The protocols that a coordinator speaks, as the bootstrap route lists them.</summary>
public static class MeshProtocols
{
    private static readonly ProtocolVersion Two = new(2, 0, 0);

    public static ProtocolDocument ServiceAdvertisement(string meshNamespace) =>
        new("service-advertisement", Two, null, $"{meshNamespace}/service-advertisement/2", "What a node offers, signed by it: at start, on change, for new subscribers, every 30 s.");

    public static ProtocolDocument PeerHeartbeat(string meshNamespace) =>
        new("peer-heartbeat", Two, null, $"{meshNamespace}/peer-heartbeat/2", "A node's health and load, signed by it, every 5 s.");

    public static ProtocolDocument Reservation(string meshNamespace) =>
        new("reservation", Two, $"/quantum-mesh/{meshNamespace}/reservation/2.0.0", null, "Prepare, commit or cancel a slot on a node.");

    public static ProtocolDocument Fragment(string meshNamespace) =>
        new("fragment", Two, $"/quantum-mesh/{meshNamespace}/fragment/2.0.0", null, "Execute a fragment on a node; the answer is signed by it.");

    public static ProtocolDocument Job(string meshNamespace) =>
        new("job", Two, $"/quantum-mesh/{meshNamespace}/job/2.0.0", null, "Submit, follow and cancel jobs over libp2p; served by the coordinator.");
}
