using System.Text.Json;

using Orleans.QuantumMesh.Mesh.Protocol;

namespace Orleans.QuantumMesh.ServiceNode;

/// <summary>A line of the answer file: an answer, or the executions that are forgotten.</summary>
internal static class AnswerRecord
{
    public static byte[] Write(KeptAnswer kept) => Line(RequestFrame.Write(kept, static (writer, k) =>
    {
        writer.WriteString("execution_id"u8, k.ExecutionId);
        writer.WriteString("token_sha256"u8, k.TokenSha256);
        writer.WriteString("peer"u8, k.Peer);
        writer.WriteNumber("at"u8, k.At.ToUnixTimeMilliseconds());
        writer.WriteString("job_id"u8, k.JobId);
        writer.WriteString("fragment_id"u8, k.FragmentId);
        writer.WriteString("signature"u8, k.Signature);
        writer.WriteString("answer"u8, k.Answer);
    }));

    public static byte[] WriteForgotten(IEnumerable<string> executionIds) => Line(RequestFrame.Write(executionIds, static (writer, ids) =>
    {
        writer.WriteStartArray("forget"u8);
        foreach (string id in ids)
        {
            writer.WriteStringValue(id);
        }

        writer.WriteEndArray();
    }));

    /// <summary>Reads a line; neither of the two for a torn one.</summary>
    public static (KeptAnswer? Kept, IReadOnlyList<string>? Forgotten) Read(ReadOnlyMemory<byte> line)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(line);
            JsonElement root = document.RootElement;
            if (root.TryGetProperty("forget"u8, out JsonElement forget))
            {
                return (null, [.. forget.EnumerateArray().Select(id => id.GetString() ?? "")]);
            }

            return (new KeptAnswer
            {
                ExecutionId = Text("execution_id"),
                TokenSha256 = Text("token_sha256"),
                Peer = Text("peer"),
                At = DateTimeOffset.FromUnixTimeMilliseconds(root.GetProperty("at"u8).GetInt64()),
                JobId = Text("job_id"),
                FragmentId = Text("fragment_id"),
                Signature = Text("signature"),
                Answer = Text("answer"),
            }, null);

            string Text(string name) => root.GetProperty(name).GetString() ?? throw new FormatException(name);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentOutOfRangeException)
        {
            return (null, null);
        }
    }

    private static byte[] Line(byte[] json)
    {
        Array.Resize(ref json, json.Length + 1);
        json[^1] = (byte)'\n';
        return json;
    }
}
