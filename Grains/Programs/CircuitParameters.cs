using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using System.Text.Json;
using Orleans.QuantumMesh.Core.Circuits;
using Orleans.QuantumMesh.Grains.Abstractions;

namespace Orleans.QuantumMesh.Grains;

/// <summary>Values for a program's <c>input</c> declarations, out of a submission's JSON texts.</summary>
internal static class CircuitParameters
{
    /// <summary>The values: numbers, <c>true</c> and <c>false</c>, and texts of 0 and 1 (the last character is bit 0).</summary>
    public static (ImmutableDictionary<string, ClassicalValue> Values, IReadOnlyList<ProblemItem> Faults) Read(IReadOnlyDictionary<string, string> texts)
    {
        ImmutableDictionary<string, ClassicalValue>.Builder values = ImmutableDictionary.CreateBuilder<string, ClassicalValue>(StringComparer.Ordinal);
        var faults = new List<ProblemItem>();
        foreach ((string name, string text) in texts)
        {
            if (Read(text) is { } value)
            {
                values[name] = value;
            }
            else
            {
                faults.Add(new ProblemItem($"parameters.{name}", "A parameter is a number, true, false, or a text of 0 and 1.", "invalid_parameter"));
            }
        }

        return (values.ToImmutable(), faults);
    }

    private static ClassicalValue? Read(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            JsonElement root = document.RootElement;
            return root.ValueKind switch
            {
                JsonValueKind.True => ClassicalValue.Of(true),
                JsonValueKind.False => ClassicalValue.Of(false),
                JsonValueKind.Number when BigInteger.TryParse(root.GetRawText(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out BigInteger integer) => ClassicalValue.Of(integer),
                JsonValueKind.Number when root.TryGetDouble(out double real) && double.IsFinite(real) => ClassicalValue.Of(real),
                JsonValueKind.String => Bits(root.GetString()!),
                _ => null,
            };
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static ClassicalValue? Bits(string text)
    {
        if (text.Length == 0 || text.AsSpan().ContainsAnyExcept('0', '1'))
        {
            return null;
        }

        return ClassicalValue.Of(text.Aggregate(BigInteger.Zero, (value, bit) => (value << 1) | (bit - '0')));
    }
}
