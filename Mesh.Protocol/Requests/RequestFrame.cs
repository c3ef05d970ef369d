using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace Orleans.QuantumMesh.Mesh.Protocol;

/// <summary>Frames of the request streams: UTF-8 JSON objects with a text <c>request_id</c>.</summary>
public static class RequestFrame
{
    /// <summary>The longest request id that is taken, in characters.</summary>
    public const int MaxRequestId = 256;

    internal static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>Parses a frame; <see langword="null"/> when it is no JSON object with a text <c>request_id</c>. The bytes must not change while the document lives.</summary>
    public static JsonDocument? TryParse(ReadOnlyMemory<byte> frame, out string requestId)
    {
        requestId = "";
        if (!Utf8.IsValid(frame.Span))
        {
            return null;
        }

        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(frame);
        }
        catch (JsonException)
        {
            return null;
        }

        if (document.RootElement.ValueKind == JsonValueKind.Object
            && document.RootElement.TryGetProperty("request_id"u8, out JsonElement id)
            && id.ValueKind == JsonValueKind.String
            && TryGetText(id, out string text)
            && text.Length is > 0 and <= MaxRequestId)
        {
            requestId = text;
            return document;
        }

        document.Dispose();
        return null;
    }

    /// <summary>Writes one JSON object with a pooled buffer.</summary>
    public static byte[] Write<TState>(TState state, Action<Utf8JsonWriter, TState> fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        ArrayBufferWriter<byte> buffer = new(512);
        using (Utf8JsonWriter writer = new(buffer, WriterOptions))
        {
            writer.WriteStartObject();
            fields(writer, state);
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    internal static string? FindRequestId(ReadOnlySpan<byte> frame)
    {
        try
        {
            Utf8JsonReader reader = new(frame);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return null;
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                bool found = reader.ValueTextEquals("request_id"u8);
                reader.Read();
                if (found)
                {
                    return reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
                }

                reader.Skip();
            }

            return null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static bool TryGetText(JsonElement element, out string text)
    {
        try
        {
            text = element.GetString()!;
            return true;
        }
        catch (InvalidOperationException)
        {
            // An escape such as \ud800 that stands for no character.
            text = "";
            return false;
        }
    }
}
