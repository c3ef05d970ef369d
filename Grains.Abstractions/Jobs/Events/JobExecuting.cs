namespace Orleans.QuantumMesh.Grains.Abstractions;

/// <summary>A plan of which no fragment has to run goes straight on to its result.</summary>
public sealed record JobExecuting : JobEvent;
