namespace Orleans.QuantumMesh.Grains.Abstractions;

/// <summary>The bits (<c>c[0]</c>) that a conditional operation reads and, where known, the value that they are compared with and the lead run's.</summary>
[GenerateSerializer, Immutable]
public sealed record FragmentCondition(
    [property: Id(0)] IReadOnlyList<string> Bits,
    [property: Id(1)] long? Value,
    [property: Id(2)] long? Lead);
