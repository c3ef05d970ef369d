using System.Globalization;
using System.Text.Json;

namespace Orleans.QuantumMesh.Mesh.Protocol;

/// <summary>Seeds on the wire: a JSON number up to 2^53, decimal text above.</summary>
internal static class SeedText
{
    private static readonly UInt128 LargestNumber = (UInt128)1 << 53;

    public static void Write(Utf8JsonWriter writer, UInt128 seed)
    {
        if (seed <= LargestNumber)
        {
            writer.WriteNumber("seed"u8, (ulong)seed);
        }
        else
        {
            writer.WriteString("seed"u8, seed.ToString(CultureInfo.InvariantCulture));
        }
    }

    /// <summary>Reads a seed below 2^128; a number only where it is exact.</summary>
    public static bool TryRead(JsonElement value, out UInt128 seed)
    {
        seed = default;
        return value.ValueKind switch
        {
            JsonValueKind.Number => UInt128.TryParse(value.GetRawText(), NumberStyles.None, CultureInfo.InvariantCulture, out seed) && seed <= LargestNumber,
            JsonValueKind.String => UInt128.TryParse(MessageFields.AsText(value, "seed"), NumberStyles.None, CultureInfo.InvariantCulture, out seed),
            _ => false,
        };
    }
}
