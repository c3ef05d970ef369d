namespace Orleans.QuantumMesh.Core.Circuits;

/// <summary>A place in a circuit's text: line and column, both from 1, the column counted in characters.</summary>
public readonly record struct SourcePosition(int Line, int Column);
