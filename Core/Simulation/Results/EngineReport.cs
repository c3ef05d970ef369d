namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>Which engine computed the result, by which method and in which precision.</summary>
public sealed record EngineReport(string Name, string Method, string Precision, IReadOnlyDictionary<string, string> Versions);
