namespace Orleans.QuantumMesh.Gateway;

/// <summary>What computed the result.</summary>
public sealed record EngineDocument
{
    public required string Name { get; init; }

    public required string Method { get; init; }

    public string? Precision { get; init; }

    public required IReadOnlyDictionary<string, string> Versions { get; init; }
}
