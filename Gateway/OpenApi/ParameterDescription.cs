namespace Orleans.QuantumMesh.Gateway;

/// <summary>A query parameter or header that a route reads by itself, for the OpenAPI document: its type, its bounds (a text's are of its length) and the words that it may be.</summary>
internal sealed record ParameterDescription(string Name, bool InQuery, string Type, string Description)
{
    public int? Least { get; init; }

    public int? Most { get; init; }

    public IReadOnlyList<string> Words { get; init; } = [];
}
