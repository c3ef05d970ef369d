using System.Text.Encodings.Web;
using System.Text.Json;

namespace Orleans.QuantumMesh.Grains.Abstractions;

/// <summary>How the contract's documents are written: texts as people read them, since no answer is put into a page unescaped.</summary>
public static class ContractJson
{
    /// <summary>The options of every writer of such a document.</summary>
    public static JsonWriterOptions Options { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
