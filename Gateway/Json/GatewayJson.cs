using System.Text.Encodings.Web;
using System.Text.Json;

namespace Orleans.QuantumMesh.Gateway;

/// <summary>How the gateway writes JSON: snake case, and texts as people read them, since no answer is put into a page unescaped.</summary>
public static class GatewayJson
{
    /// <summary>The writers with these options.</summary>
    public static GatewayJsonContext Context { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
