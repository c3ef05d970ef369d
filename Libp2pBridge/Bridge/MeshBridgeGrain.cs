using Orleans.Concurrency;
using Orleans.QuantumMesh.Grains.Abstractions;

namespace Orleans.QuantumMesh.Libp2pBridge;

/// <summary>The face of the silo's bridge towards grains.</summary>
[StatelessWorker(1)]
[Reentrant]
internal sealed class MeshBridgeGrain(MeshBridge bridge) : Grain, IMeshBridge
{
    public Task<ReservationReply> Reserve(string nodeId, ReservationCall call) => bridge.ReserveAsync(nodeId, call);

    public Task<FragmentReply> Dispatch(string nodeId, FragmentCall call) => bridge.DispatchAsync(nodeId, call);

    public Task Forget(string nodeId, IReadOnlyList<string> executionIds) => bridge.ForgetAsync(nodeId, executionIds);

    public Task<BridgeStatus> Status() => Task.FromResult(bridge.Status());
}
