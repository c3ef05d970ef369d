using System.Text.Encodings.Web;
using System.Text.Json;

namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>A result as JSON in the contract's names; equal results give equal bytes.</summary>
public static class QuantumResultJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>UTF-8 JSON.</summary>
    public static byte[] Serialize(QuantumResult result) => JsonSerializer.SerializeToUtf8Bytes(result, Options);

    /// <summary>Reads what <see cref="Serialize"/> wrote.</summary>
    public static QuantumResult Deserialize(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize<QuantumResult>(json, Options) ?? throw new JsonException("The result is null.");
}
