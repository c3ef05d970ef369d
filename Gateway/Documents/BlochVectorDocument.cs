namespace Orleans.QuantumMesh.Gateway;

/// <summary>A qubit on, or in, the Bloch sphere.</summary>
public sealed record BlochVectorDocument
{
    public required double X { get; init; }

    public required double Y { get; init; }

    public required double Z { get; init; }
}
