using System.Text.Json;

namespace Orleans.QuantumMesh.Mesh.Protocol;

/// <summary>A request as a server gets it: from whom, its id, and the frame's JSON object (valid until the handler is through).</summary>
public readonly record struct MeshRequest(string PeerId, string RequestId, JsonElement Body)
{
    /// <summary>The asker's <c>timeout_ms</c>, where it is a positive number.</summary>
    public TimeSpan? Timeout =>
        Body.TryGetProperty("timeout_ms"u8, out JsonElement value) && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double ms) && ms is > 0 and < 1e9
            ? TimeSpan.FromMilliseconds(ms)
            : null;

    /// <summary>The asker's W3C <c>traceparent</c>, where it is a text.</summary>
    public string? TraceParent =>
        Body.TryGetProperty("traceparent"u8, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
