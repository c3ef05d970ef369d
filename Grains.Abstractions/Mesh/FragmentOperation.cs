namespace Orleans.QuantumMesh.Grains.Abstractions;

/// <summary>An elementary operation as a node gets it.</summary>
[GenerateSerializer, Immutable]
public sealed record FragmentOperation
{
    [Id(0)]
    public required string OperationId { get; init; }

    /// <summary>The gate's name on the wire, such as <c>cx</c>, <c>measure</c>, <c>reset</c>; added controls as <c>ctrl(2) @ rx</c>, <c>negctrl @ x</c>.</summary>
    [Id(1)]
    public required string Gate { get; init; }

    [Id(2)]
    public IReadOnlyList<double> Params { get; init; } = [];

    [Id(3)]
    public required IReadOnlyList<int> Qubits { get; init; }

    /// <summary>For information: the bits that decide whether it acts.</summary>
    [Id(4)]
    public FragmentCondition? Condition { get; init; }

    /// <summary>In a whole program's fragment the service that the operation is part of, so that a <c>qft</c>'s gates have that service's fidelity there too; otherwise <see langword="null"/>.</summary>
    [Id(5)]
    public string? ServiceType { get; init; }
}
