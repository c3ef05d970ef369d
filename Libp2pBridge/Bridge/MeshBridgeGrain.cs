using Orleans.Concurrency;
using Orleans.QuantumMesh.Grains.Abstractions;

namespace Orleans.QuantumMesh.Libp2pBridge;

/// <summary>The face of the silo's bridge towards grains.</summary>
[StatelessWorker(1)]
[Reentrant]
internal sealed class MeshBridgeGrain(BridgeSlot slot) : Grain, IMeshBridge
{
    private const string NoBridge = "this silo has no libp2p bridge";

    public Task<ReservationReply> Reserve(string nodeId, ReservationCall call) =>
        slot.Bridge?.ReserveAsync(nodeId, call) ?? Task.FromResult(new ReservationReply { Status = CallStatus.Dropped, Error = NoBridge });

    public Task<FragmentReply> Dispatch(string nodeId, FragmentCall call) =>
        slot.Bridge?.DispatchAsync(nodeId, call) ?? Task.FromResult(new FragmentReply { Status = CallStatus.Dropped, Error = NoBridge });

    public Task Forget(string nodeId, IReadOnlyList<string> executionIds) => slot.Bridge?.ForgetAsync(nodeId, executionIds) ?? Task.CompletedTask;

    public Task<BridgeStatus> Status() => Task.FromResult(slot.Status());
}
