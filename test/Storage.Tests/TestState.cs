using System.Collections.Immutable;

namespace Orleans.QuantumMesh.Storage.Tests;

/// <summary>State of the shape that the real grains have.</summary>
[GenerateSerializer]
public sealed record TestState
{
    [Id(0)]
    public string Text { get; init; } = string.Empty;

    [Id(1)]
    public int Number { get; init; }

    [Id(2)]
    public ImmutableArray<string> Items { get; init; } = [];
}
