using System.Buffers;
using System.Text.Json;
using Orleans.QuantumMesh.Grains.Abstractions;

namespace Orleans.QuantumMesh.Grains;

/// <summary>A result without its large fields, for <c>result_detail=summary</c>.</summary>
internal static class ResultSummary
{
    /// <summary>The same document with <c>probabilities</c>, <c>statevector</c> and <c>reduced_density_matrices</c> of the quantum result set to <c>null</c>.</summary>
    public static byte[] Of(ReadOnlySpan<byte> result)
    {
        var output = new ArrayBufferWriter<byte>(4096);
        using var writer = new Utf8JsonWriter(output, ContractJson.Options);
        var reader = new Utf8JsonReader(result);
        while (reader.Read())
        {
            Copy(ref reader, writer);
        }

        writer.Flush();
        return output.WrittenSpan.ToArray();
    }

    private static void Copy(ref Utf8JsonReader reader, Utf8JsonWriter writer)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.PropertyName:
                bool large = reader.CurrentDepth == 2
                    && (reader.ValueTextEquals("probabilities"u8) || reader.ValueTextEquals("statevector"u8) || reader.ValueTextEquals("reduced_density_matrices"u8));
                writer.WritePropertyName(reader.GetString()!);
                if (large)
                {
                    reader.Read();
                    reader.Skip();
                    writer.WriteNullValue();
                }

                break;
            case JsonTokenType.StartObject:
                writer.WriteStartObject();
                break;
            case JsonTokenType.EndObject:
                writer.WriteEndObject();
                break;
            case JsonTokenType.StartArray:
                writer.WriteStartArray();
                break;
            case JsonTokenType.EndArray:
                writer.WriteEndArray();
                break;
            default:
                writer.WriteRawValue(Raw(reader), skipInputValidation: true);
                break;
        }
    }

    private static ReadOnlySpan<byte> Raw(in Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.String ? (byte[])[(byte)'"', .. reader.ValueSpan, (byte)'"'] : reader.ValueSpan;
}
