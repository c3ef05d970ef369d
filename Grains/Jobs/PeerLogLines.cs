using System.Text.Json;
using Orleans.QuantumMesh.Grains.Abstractions;
using Orleans.QuantumMesh.Storage;

namespace Orleans.QuantumMesh.Grains;

/// <summary>The lines that a fragment's events leave in the peer log, under the node's peer id.</summary>
internal static class PeerLogLines
{
    public static void Write(IPeerLog log, string jobId, FragmentEvent fragmentEvent, DateTimeOffset at)
    {
        switch (fragmentEvent)
        {
            case FragmentDispatched dispatched:
                Reservation(dispatched.ReservationId, ReservationState.Prepared);
                Execution("dispatched", dispatched.ExecutionId);
                break;
            case FragmentExecuted executed:
                Execution("completed", executed.ExecutionId);
                break;
            case FragmentAttemptFailed failed:
                Reservation(failed.ReservationId, failed.Reservation);
                Execution(failed.Status.ToWord().ToLowerInvariant(), null);
                break;
            case FragmentSplit split:
                Reservation(split.ReservationId, ReservationState.Canceled);
                Execution("split", split.ExecutionId);
                break;
            case FragmentSuperseded superseded:
                Execution("superseded", superseded.ExecutionId);
                break;
            default:
                break;
        }

        void Reservation(string reservationId, ReservationState state) => log.Write(
            PeerLogKinds.ReservationTransition,
            fragmentEvent.NodeId,
            at,
            JsonSerializer.SerializeToElement(new { reservation_id = reservationId, job_id = jobId, fragment_id = fragmentEvent.FragmentId, transition = state.ToWord() }));

        void Execution(string transition, string? executionId) => log.Write(
            PeerLogKinds.ExecutionTransition,
            fragmentEvent.NodeId,
            at,
            JsonSerializer.SerializeToElement(new { execution_id = executionId, job_id = jobId, fragment_id = fragmentEvent.FragmentId, attempt = fragmentEvent.Attempt, transition }));
    }
}
