using System.Globalization;

namespace Orleans.QuantumMesh.Mesh.Protocol;

/// <summary>Times as messages carry them: RFC 3339 UTC with milliseconds and <c>Z</c>.</summary>
public static class MeshTime
{
    private const string Form = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    /// <summary>Writes a time.</summary>
    public static string Format(DateTimeOffset time) => time.UtcDateTime.ToString(Form, CultureInfo.InvariantCulture);

    /// <summary>Reads an RFC 3339 time, with any number of fractional digits and any offset.</summary>
    public static bool TryParse(string? text, out DateTimeOffset time)
    {
        time = default;
        return text is { Length: >= 20 and <= 40 } && text[10] is 'T' && (text[^1] is 'Z' || text[^6] is '+' or '-')
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time);
    }
}
