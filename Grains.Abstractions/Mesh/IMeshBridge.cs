namespace Orleans.QuantumMesh.Grains.Abstractions;

/// <summary>The only way out to libp2p, on the silos that have the bridge role; any key reaches a bridge.</summary>
[Alias("qmesh.bridge")]
public interface IMeshBridge : IGrainWithIntegerKey
{
    /// <summary>Asks a node to prepare, commit or cancel a reservation.</summary>
    [Alias("reserve")]
    Task<ReservationReply> Reserve(string nodeId, ReservationCall call);

    /// <summary>Sends a fragment to a node and waits for its signed answer.</summary>
    [Alias("dispatch")]
    Task<FragmentReply> Dispatch(string nodeId, FragmentCall call);

    /// <summary>Lets a node drop the answers it keeps for these executions; best effort.</summary>
    [Alias("forget")]
    Task Forget(string nodeId, IReadOnlyList<string> executionIds);

    /// <summary>The libp2p host's own state, for the bootstrap routes.</summary>
    [Alias("status")]
    Task<BridgeStatus> Status();
}
