using System.Text.Json;

namespace Orleans.QuantumMesh.Mesh.Protocol;

/// <summary>Reads fields with the types that the protocol gives them; anything else is a <see cref="FormatException"/> that names the field.</summary>
internal static class MessageFields
{
    public static JsonElement Field(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement value)
            ? value
            : throw new FormatException($"{name} is missing");

    public static JsonElement? OptionalField(this JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : null;

    public static string Text(this JsonElement element, string name) => AsText(element.Field(name), name);

    public static string? OptionalText(this JsonElement element, string name) => element.OptionalField(name) is { } value ? AsText(value, name) : null;

    public static string AsText(JsonElement value, string name)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString()! : throw new FormatException($"{name} is no text");
        }
        catch (InvalidOperationException)
        {
            throw new FormatException($"{name} is no text of whole characters");
        }
    }

    public static int Whole(this JsonElement element, string name, int least, int most = int.MaxValue) => AsWhole(element.Field(name), name, least, most);

    public static int AsWhole(JsonElement value, string name, int least, int most = int.MaxValue) => (int)AsWhole64(value, name, least, most);

    public static long Whole64(this JsonElement element, string name, long least) => AsWhole64(element.Field(name), name, least, long.MaxValue);

    public static double Number(this JsonElement element, string name, double least, double most) => AsNumber(element.Field(name), name, least, most);

    public static double AsNumber(JsonElement value, string name, double least, double most) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number) && number >= least && number <= most
            ? number
            : throw new FormatException($"{name} is no number from {least} to {most}");

    public static bool Truth(this JsonElement element, string name) => element.Field(name).ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw new FormatException($"{name} is neither true nor false"),
    };

    public static DateTimeOffset Time(this JsonElement element, string name) => AsTime(element.Text(name), name);

    public static DateTimeOffset AsTime(string text, string name) =>
        MeshTime.TryParse(text, out DateTimeOffset time) ? time : throw new FormatException($"{name} is no RFC 3339 time");

    public static JsonElement.ArrayEnumerator List(this JsonElement element, string name) => AsList(element.Field(name), name);

    public static JsonElement.ArrayEnumerator AsList(JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : throw new FormatException($"{name} is no list");

    private static long AsWhole64(JsonElement value, string name, long least, long most)
    {
        if (value.ValueKind == JsonValueKind.Number)
        {
            if (value.TryGetInt64(out long whole))
            {
                return whole >= least && whole <= most ? whole : throw Range();
            }

            // 3.0 and 1e3 are whole numbers too.
            if (value.TryGetDouble(out double number) && Math.Floor(number) == number && number >= least && number <= Math.Min(most, 9.0e15))
            {
                return (long)number;
            }
        }

        throw Range();

        FormatException Range() => new(most is long.MaxValue or int.MaxValue ? $"{name} is no whole number from {least}" : $"{name} is no whole number from {least} to {most}");
    }
}
