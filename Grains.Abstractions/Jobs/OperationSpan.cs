namespace Orleans.QuantumMesh.Grains.Abstractions;

/// <summary>Which of a plan's fragment's operations, in program order from 0, are a part's.</summary>
public sealed record OperationSpan(int Start, int Count);
