using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Numerics;
using System.Text.Json;
using Orleans.QuantumMesh.Core.Circuits;

namespace Orleans.QuantumMesh.Core.Tests.Circuits;

/// <summary>One case of a file of check values.</summary>
public sealed record VectorCase(string Name, JsonElement Json)
{
    public string Text => Json.GetProperty("text").GetString()!;

    public JsonElement Expected => Json.GetProperty("expect");

    public CircuitOptions Options => CircuitOptions.Default with
    {
        Parameters = Json.TryGetProperty("parameters", out var given)
            ? given.EnumerateObject().ToImmutableDictionary(entry => entry.Name, entry => ValueOf(entry.Value)) : ImmutableDictionary<string, ClassicalValue>.Empty,
    };

    private static readonly ConcurrentDictionary<string, IReadOnlyList<VectorCase>> Sets = new(StringComparer.Ordinal);

    public static IReadOnlyList<VectorCase> Read(string set) => Sets.GetOrAdd(set, ReadFile);

    private static VectorCase[] ReadFile(string set) =>
    [
        .. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "vectors", $"{set}.jsonl"))
            .Select(line => JsonDocument.Parse(line).RootElement)
            .Select(json => new VectorCase(json.GetProperty("name").GetString()!, json)),
    ];

    public static Complex ComplexOf(JsonElement pair) => new(pair[0].GetDouble(), pair[1].GetDouble());

    public CircuitProgram Parse() => Parse(Text);

    public CircuitProgram Parse(string text)
    {
        var result = CircuitParser.Parse(text, Options);
        Assert.True(result.IsAccepted, $"{Name}: {string.Join("; ", result.Diagnostics)}\n{text}");
        return result.Program;
    }

    private static ClassicalValue ValueOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => ClassicalValue.Of(true),
        JsonValueKind.False => ClassicalValue.Of(false),
        _ => value.TryGetInt64(out var whole) ? ClassicalValue.Of(new BigInteger(whole)) : ClassicalValue.Of(value.GetDouble()),
    };
}
