using System.Globalization;
using System.Text.Json;

namespace Orleans.QuantumMesh.Core.Tests.Simulation;

/// <summary>Sets of check values: the small ones lie beside the tests, the large ones in the folder that QMESH_SHARED names.</summary>
public static class CheckValues
{
    /// <summary>The folder with <c>vectors/</c> and <c>circuits/</c>, or <see langword="null"/>.</summary>
    public static string? SharedFolder => Environment.GetEnvironmentVariable("QMESH_SHARED") is { Length: > 0 } folder ? folder : null;

    /// <summary>The cases of a set that is part of the repository.</summary>
    public static IEnumerable<JsonElement> Local(string set) => Read(Path.Combine(AppContext.BaseDirectory, "vectors", set + ".jsonl"));

    /// <summary>The cases of a set from the shared folder; the test is skipped where there is none.</summary>
    public static IEnumerable<JsonElement> Shared(string set)
    {
        Assert.SkipUnless(SharedFolder is not null, "QMESH_SHARED does not name the folder with vectors/ and circuits/.");
        return Read(Path.Combine(SharedFolder!, "vectors", set + ".jsonl"));
    }

    public static UInt128 Seed(JsonElement value) => value.ValueKind == JsonValueKind.Undefined ? 0
        : UInt128.Parse(value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText(), CultureInfo.InvariantCulture);

    public static JsonElement Get(this JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value : default;

    public static double[] Doubles(this JsonElement element) => [.. element.EnumerateArray().Select(entry => entry.GetDouble())];

    private static IEnumerable<JsonElement> Read(string path) => File.ReadLines(path).Select(line => JsonDocument.Parse(line).RootElement);
}
