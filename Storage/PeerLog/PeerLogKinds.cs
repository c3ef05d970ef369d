namespace Orleans.QuantumMesh.Storage;

/// <summary>The kinds of lines in the peer log.</summary>
public static class PeerLogKinds
{
    /// <summary>A protocol message came.</summary>
    public const string ProtocolReceived = "protocol.received";

    /// <summary>A reservation changed.</summary>
    public const string ReservationTransition = "reservation.transition";

    /// <summary>A fragment's execution changed.</summary>
    public const string ExecutionTransition = "execution.transition";

    /// <summary>A node's program was registered or changed.</summary>
    public const string PackageInstall = "package.install";

    /// <summary>How far a projection has read.</summary>
    public const string PeerSyncCheckpoint = "peer.sync_checkpoint";
}
