using Orleans.QuantumMesh.Grains.Abstractions;

namespace Orleans.QuantumMesh.Grains;

/// <summary>Calls to the bridge that always answer: what goes wrong between silos counts as what goes wrong on the wire.</summary>
internal static class BridgeCalls
{
    public static async Task<ReservationReply> ReserveAsync(this IMeshBridge bridge, string nodeId, ReservationCall call)
    {
        try
        {
            return await bridge.Reserve(nodeId, call);
        }
        catch (TimeoutException error)
        {
            return new ReservationReply { Status = CallStatus.TimedOut, Error = error.Message };
        }
        catch (OrleansException error)
        {
            return new ReservationReply { Status = CallStatus.Dropped, Error = $"the bridge cannot be reached: {error.Message}" };
        }
#pragma warning disable CA1031 // What the bridge throws is about this call; the attempt ends with it, not the job.
        catch (Exception error)
#pragma warning restore CA1031
        {
            return new ReservationReply { Status = CallStatus.Invalid, Error = error.Message };
        }
    }

    public static async Task<FragmentReply> DispatchAsync(this IMeshBridge bridge, string nodeId, FragmentCall call)
    {
        try
        {
            return await bridge.Dispatch(nodeId, call);
        }
        catch (TimeoutException error)
        {
            return new FragmentReply { Status = CallStatus.TimedOut, Error = error.Message };
        }
        catch (OrleansException error)
        {
            return new FragmentReply { Status = CallStatus.Dropped, Error = $"the bridge cannot be reached: {error.Message}" };
        }
#pragma warning disable CA1031 // What the bridge throws is about this call (a fragment too large for a frame); the attempt ends with it, not the job.
        catch (Exception error)
#pragma warning restore CA1031
        {
            return new FragmentReply { Status = CallStatus.Invalid, Error = error.Message };
        }
    }
}
