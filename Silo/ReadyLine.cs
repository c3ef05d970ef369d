using System.Text.Json;

namespace Orleans.QuantumMesh.Silo;

/// <summary>The one line on standard output that tells whoever started the coordinator that it serves, and where.</summary>
public static class ReadyLine
{
    /// <summary><c>{"event":"ready","address":…,"libp2p":[…],"peer_id":…,"pid":…}</c>.</summary>
    public static string Text(string address, string? peerId, IReadOnlyList<string> libp2p)
    {
        using MemoryStream output = new();
        using (Utf8JsonWriter writer = new(output))
        {
            writer.WriteStartObject();
            writer.WriteString("event", "ready");
            writer.WriteString("address", address);
            writer.WriteString("peer_id", peerId);
            writer.WriteStartArray("libp2p");
            foreach (string multiaddr in libp2p)
            {
                writer.WriteStringValue(multiaddr);
            }

            writer.WriteEndArray();
            writer.WriteNumber("pid", Environment.ProcessId);
            writer.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(output.ToArray());
    }
}
