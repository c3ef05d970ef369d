namespace Orleans.QuantumMesh.Gateway;

/// <summary>One fault of a request.</summary>
public sealed record ProblemBodyItem
{
    /// <summary>The field or parameter at fault.</summary>
    public string? Field { get; init; }

    /// <summary>What is wrong with it and what would be right.</summary>
    public required string Message { get; init; }

    /// <summary>A stable word for the fault.</summary>
    public required string Code { get; init; }

    /// <summary>The line in the circuit, from 1.</summary>
    public int? Line { get; init; }

    /// <summary>The column in the circuit, from 1.</summary>
    public int? Column { get; init; }
}
