using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>A seed as a JSON number up to 2^53, above as decimal text; both forms are read.</summary>
public sealed class SeedJsonConverter : JsonConverter<UInt128>
{
    private const ulong LargestExact = 1UL << 53;

    /// <inheritdoc/>
    public override UInt128 Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var text = reader.TokenType switch
        {
            JsonTokenType.String => reader.GetString(),
            JsonTokenType.Number => System.Text.Encoding.UTF8.GetString(reader.ValueSpan),
            _ => null,
        };
        return UInt128.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seed)
            ? seed
            : throw new JsonException("A seed is a non-negative integer below 2^128.");
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, UInt128 value, JsonSerializerOptions options)
    {
        if (value <= LargestExact)
        {
            writer.WriteNumberValue((ulong)value);
        }
        else
        {
            writer.WriteStringValue(value.ToString(CultureInfo.InvariantCulture));
        }
    }
}
