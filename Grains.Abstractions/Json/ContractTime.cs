using System.Globalization;

namespace Orleans.QuantumMesh.Grains.Abstractions;

/// <summary>Timestamps of the contract: ISO 8601, UTC with <c>Z</c>, microseconds.</summary>
public static class ContractTime
{
    public const string Format = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";

    public static string Text(DateTimeOffset time) => time.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture);
}
