using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace Orleans.QuantumMesh.Storage;

/// <summary>A line's form: <c>{"kind","peer_id","position","occurred_at","body"}</c> and a line feed.</summary>
internal static class PeerLogLine
{
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";

    public static byte[] Format(PeerLogEntry entry)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("kind", entry.Kind);
            json.WriteString("peer_id", entry.PeerId);
            json.WriteNumber("position", entry.Position);
            json.WriteString("occurred_at", entry.OccurredAt.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture));
            json.WritePropertyName("body");
            entry.Body.WriteTo(json);
            json.WriteEndObject();
        }

        buffer.Write("\n"u8);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Reads a line without its line feed; null where it is not one of ours.</summary>
    public static PeerLogEntry? TryParse(ReadOnlySpan<byte> line)
    {
        try
        {
            var reader = new Utf8JsonReader(line);
            using JsonDocument document = JsonDocument.ParseValue(ref reader);
            JsonElement root = document.RootElement;
            return new PeerLogEntry(
                root.GetProperty("kind").GetString()!,
                root.GetProperty("peer_id").GetString()!,
                root.GetProperty("position").GetInt64(),
                root.GetProperty("occurred_at").GetDateTimeOffset(),
                root.GetProperty("body").Clone());
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or FormatException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>The peer and position of a line; false where it is not one of ours.</summary>
    public static bool TryReadPosition(ReadOnlySpan<byte> line, out string peerId, out long position)
    {
        peerId = string.Empty;
        position = 0;
        try
        {
            var reader = new Utf8JsonReader(line);
            while (reader.Read())
            {
                if (reader.TokenType != JsonTokenType.PropertyName || reader.CurrentDepth != 1)
                {
                    continue;
                }

                if (reader.ValueTextEquals("peer_id"u8))
                {
                    reader.Read();
                    peerId = reader.GetString() ?? string.Empty;
                }
                else if (reader.ValueTextEquals("position"u8))
                {
                    reader.Read();
                    position = reader.GetInt64();
                    return peerId.Length > 0;
                }
            }
        }
        catch (Exception error) when (error is JsonException or FormatException or InvalidOperationException)
        {
            return false;
        }

        return false;
    }
}
