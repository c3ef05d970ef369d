namespace Orleans.QuantumMesh.Core.Circuits;

/// <summary>An orchestration step (<c>syndrome_extraction</c>, <c>distillation</c>): identity on the logical state.</summary>
public sealed record OrchestrationOperation : Operation
{
    /// <summary>The word of the text.</summary>
    public required string Name { get; init; }
}
