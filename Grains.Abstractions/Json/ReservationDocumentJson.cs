using System.Buffers;
using System.Text.Json;

namespace Orleans.QuantumMesh.Grains.Abstractions;

/// <summary>Reservations as UTF-8 JSON in the contract's shape.</summary>
public static class ReservationDocumentJson
{
    /// <summary><c>GET /reservations/{id}</c>.</summary>
    public static byte[] Utf8(ReservationDocument reservation)
    {
        ArrayBufferWriter<byte> output = new(1024);
        using (Utf8JsonWriter writer = new(output))
        {
            writer.WriteStartObject();
            writer.WriteString("reservation_id", reservation.ReservationId);
            writer.WriteString("workflow_run_id", reservation.WorkflowRunId);
            writer.WriteString("job_id", reservation.JobId);
            writer.WriteString("fragment_id", reservation.FragmentId);
            writer.WriteString("service_id", reservation.ServiceId);
            writer.WriteString("requesting_peer_id", reservation.RequestingPeerId);
            writer.WriteString("target_node_id", reservation.NodeId);
            writer.WriteNumber("min_fidelity", reservation.MinFidelity);
            writer.WriteString("current_transition", reservation.State.ToWord());
            writer.WriteNumber("ttl_seconds", reservation.TtlSeconds);
            writer.WriteString("reason", reservation.Reason);
            writer.WriteString("created_at", ContractTime.Text(reservation.CreatedAt));
            writer.WriteString("last_event_at", ContractTime.Text(reservation.LastEventAt));
            writer.WriteBoolean("is_terminal", reservation.IsTerminal);
            writer.WriteBoolean("is_active", reservation.IsActive);
            writer.WriteEndObject();
        }

        return output.WrittenSpan.ToArray();
    }
}
