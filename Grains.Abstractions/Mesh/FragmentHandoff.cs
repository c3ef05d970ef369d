namespace Orleans.QuantumMesh.Grains.Abstractions;

/// <summary>A qubit that another node worked on last.</summary>
[GenerateSerializer, Immutable]
public sealed record FragmentHandoff([property: Id(0)] int Qubit, [property: Id(1)] string FromNode);
