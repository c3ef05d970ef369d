using System.Text.Json;

using Orleans.QuantumMesh.Core.Planning;
using Orleans.QuantumMesh.Grains.Abstractions;

namespace Orleans.QuantumMesh.Mesh.Protocol;

/// <summary>Heartbeats of nodes as JSON.</summary>
public static class HeartbeatJson
{
    /// <summary>Writes a heartbeat.</summary>
    public static byte[] Write(NodeHeartbeat heartbeat) => RequestFrame.Write(heartbeat, static (writer, h) =>
    {
        writer.WriteString("node_id"u8, h.NodeId);
        writer.WriteNumber("sequence"u8, h.Sequence);
        writer.WriteString("emitted_at"u8, MeshTime.Format(h.EmittedAt));
        writer.WriteString("health_status"u8, h.Health switch
        {
            NodeHealth.Healthy => "healthy"u8,
            NodeHealth.Degraded => "degraded"u8,
            _ => "draining"u8,
        });
        writer.WriteNumber("active_reservations"u8, h.ActiveReservations);
        writer.WriteNumber("active_executions"u8, h.ActiveExecutions);
        writer.WriteNumber("capacity"u8, h.Capacity);
        writer.WriteNumber("load"u8, h.Load);
    });

    /// <summary>Reads a heartbeat; unknown fields are ignored.</summary>
    /// <exception cref="FormatException">A field is missing, of another type or out of range; the message names it.</exception>
    public static NodeHeartbeat Read(ReadOnlyMemory<byte> json)
    {
        using JsonDocument document = AdvertisementJson.Parse(json);
        JsonElement root = document.RootElement;
        return new NodeHeartbeat
        {
            NodeId = root.Text("node_id"),
            Sequence = root.Whole64("sequence", 1),
            EmittedAt = root.Time("emitted_at"),
            Health = root.Text("health_status") switch
            {
                "healthy" => NodeHealth.Healthy,
                "degraded" => NodeHealth.Degraded,
                "draining" => NodeHealth.Draining,
                _ => throw new FormatException("health_status is none of healthy, degraded, draining"),
            },
            ActiveReservations = root.Whole("active_reservations", 0),
            ActiveExecutions = root.Whole("active_executions", 0),
            Capacity = root.Whole("capacity", 0, 1_000_000),
            Load = root.Number("load", 0, 1e6),
        };
    }
}
