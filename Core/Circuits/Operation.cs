using System.Collections.Immutable;
using System.Globalization;

namespace Orleans.QuantumMesh.Core.Circuits;

/// <summary>One elementary step of a <see cref="CircuitProgram"/>.</summary>
public abstract record Operation
{
    /// <summary>The operation's number, from 1, unique in the program, bodies of loops included.</summary>
    public required int Number { get; init; }

    /// <summary>The id that plans and answers name it by, such as <c>op-0001</c>.</summary>
    public string OperationId => string.Create(CultureInfo.InvariantCulture, $"op-{Number:D4}");

    /// <summary>
    /// The service operation that it is part of: operations of one word of the text (a <c>qft</c>, a <c>bell_pair</c>) have the same number; all others have one of their own.
    /// </summary>
    public required int Group { get; init; }

    /// <summary>The service type that a node must offer to execute it, such as <c>cnot</c>; empty for what the coordinator does itself.</summary>
    public required string ServiceType { get; init; }

    /// <summary>The qubits that it acts on, in operand order.</summary>
    public required ImmutableArray<int> Qubits { get; init; }

    /// <summary>It acts only in a run in which this is true; <see langword="null"/>: always.</summary>
    public ClassicalExpression? Condition { get; init; }

    /// <summary>Where in the text it stands.</summary>
    public SourcePosition Position { get; init; }
}
