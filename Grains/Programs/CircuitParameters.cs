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
    private const int MostParameters = 4096;

    // Wide enough for any register; long numbers take time that grows faster than they do.
    private const int LongestParameter = 8192;

    /// <summary>The values: numbers, <c>true</c> and <c>false</c>, and texts of 0 and 1 (the last character is bit 0).</summary>
    public static (ImmutableDictionary<string, ClassicalValue> Values, IReadOnlyList<ProblemItem> Faults) Read(IReadOnlyDictionary<string, string> texts)
    {
        if (texts.Count > MostParameters)
        {
            return ([], [new ProblemItem("parameters", $"There are {texts.Count} parameters; the limit is {MostParameters}.", "too_many")]);
        }

        ImmutableDictionary<string, ClassicalValue>.Builder values = ImmutableDictionary.CreateBuilder<string, ClassicalValue>(StringComparer.Ordinal);
        var faults = new List<ProblemItem>();
        foreach ((string name, string text) in texts)
        {
            if (text.Length > LongestParameter)
            {
                faults.Add(new ProblemItem($"parameters.{ProblemItem.Shown(name)}", $"A parameter has at most {LongestParameter} characters.", "too_long"));
            }
            else if (Read(text) is { } value)
            {
                values[name] = value;
            }
            else
            {
                faults.Add(new ProblemItem($"parameters.{ProblemItem.Shown(name)}", "A parameter is a number, true, false, or a text of 0 and 1.", "invalid_parameter"));
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

        return ClassicalValue.Of(BigInteger.Parse("0" + text, NumberStyles.AllowBinarySpecifier, CultureInfo.InvariantCulture));
    }
}
