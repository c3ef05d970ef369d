using System.Text.Json;
using System.Text.Json.Nodes;

namespace Orleans.QuantumMesh.Libp2p.Peer;

/// <summary>Prints events, one JSON object a line.</summary>
internal sealed class Output
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly Lock _lock = new();
    private readonly Stream _stream = Console.OpenStandardOutput();

    public void Emit(string name, JsonObject? fields = null)
    {
        JsonObject line = new() { ["event"] = name, ["impl"] = "net" };
        foreach ((string key, JsonNode? value) in fields ?? [])
        {
            line[key] = value?.DeepClone();
        }

        byte[] bytes = [.. JsonSerializer.SerializeToUtf8Bytes(line, Plain), (byte)'\n'];
        lock (_lock)
        {
            _stream.Write(bytes);
            _stream.Flush();
        }
    }

    public static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(t => (JsonNode?)t)]);
}
