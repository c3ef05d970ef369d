namespace Orleans.QuantumMesh.Core.Circuits;

/// <summary>A measurement of one qubit in the computational basis into one classical bit (a hidden one where the text names none).</summary>
public sealed record MeasureOperation : Operation
{
    /// <summary>The classical bit that takes the outcome.</summary>
    public required int Bit { get; init; }
}
