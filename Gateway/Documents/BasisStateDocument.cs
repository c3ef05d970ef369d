namespace Orleans.QuantumMesh.Gateway;

/// <summary>A likely basis state.</summary>
public sealed record BasisStateDocument
{
    public required string BasisState { get; init; }

    public required double Probability { get; init; }

    public required string? Amplitude { get; init; }
}
