namespace Orleans.QuantumMesh.Gateway;

/// <summary>An operation of a program.</summary>
public sealed record ProgramOperationDocument
{
    public required string OperationId { get; init; }

    /// <summary>gate, measure, reset, barrier, delay, assign, loop or orchestration.</summary>
    public required string Kind { get; init; }

    public required string Name { get; init; }

    public required string? ServiceType { get; init; }

    public required IReadOnlyList<int> Qubits { get; init; }

    /// <summary>Of a gate.</summary>
    public int Controls { get; init; }

    /// <summary>Of a gate.</summary>
    public IReadOnlyList<double>? Params { get; init; }

    public required bool Conditional { get; init; }

    public required int Line { get; init; }

    public required int Column { get; init; }

    /// <summary>Of a loop.</summary>
    public int MaximumTurns { get; init; }

    /// <summary>Of a loop: operations.</summary>
    public IReadOnlyList<object>? Body { get; init; }
}
