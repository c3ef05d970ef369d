using Orleans.QuantumMesh.Grains.Abstractions;

namespace Orleans.QuantumMesh.Grains;

/// <summary>The slots that a job's run holds on nodes, so that none stays held when the run ends early.</summary>
internal sealed class OpenReservations(JobServices services)
{
    private readonly Dictionary<string, (string NodeId, string Token)> open = new(StringComparer.Ordinal);

    public void Opened(string reservationId, string nodeId, string token) => open[reservationId] = (nodeId, token);

    public void Closed(string reservationId) => open.Remove(reservationId);

    /// <summary>Gives one slot back, without waiting for the node's answer; where it is lost, the node's own time limit frees the slot.</summary>
    public void Release(string reservationId)
    {
        if (open.Remove(reservationId, out (string NodeId, string Token) held))
        {
            Cancel(reservationId, held.NodeId, held.Token);
        }
    }

    /// <summary>Gives all slots back, without waiting.</summary>
    public void ReleaseAll()
    {
        foreach ((string reservationId, (string nodeId, string token)) in open)
        {
            Cancel(reservationId, nodeId, token);
        }

        open.Clear();
    }

    /// <summary>Gives the slot of a prepare back whose answer nobody waits for any more.</summary>
    public async Task ReleaseWhenPreparedAsync(Task<ReservationReply> prepare, string reservationId, string nodeId)
    {
        ReservationReply reply = await prepare;
        if (reply is { Status: CallStatus.Answered, ReservationToken: { } token, State: "PREPARED" or "COMMITTED" })
        {
            Cancel(reservationId, nodeId, token);
        }
    }

    private void Cancel(string reservationId, string nodeId, string token) =>
        services.Grains.GetGrain<IMeshBridge>(0).Reserve(nodeId, new ReservationCall
        {
            Action = "cancel",
            ReservationId = reservationId,
            ReservationToken = token,
        }).Ignore();
}
