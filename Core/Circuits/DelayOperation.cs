namespace Orleans.QuantumMesh.Core.Circuits;

/// <summary>A delay; kept in order, without effect in this model.</summary>
public sealed record DelayOperation : Operation
{
    /// <summary>The duration as the text has it, such as <c>100ns</c>.</summary>
    public required string Duration { get; init; }
}
