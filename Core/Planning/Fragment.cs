using System.Collections.Immutable;

namespace Orleans.QuantumMesh.Core.Planning;

/// <summary>
/// A part of the program that one node executes in one go: elementary operations of one service type (<c>*</c> in centralized mode), in program order.
/// <see cref="Dependencies"/> are the fragments that must be done before; those inside a loop's body are done turn by turn.
/// </summary>
public sealed record Fragment
{
    /// <summary>Such as <c>frag-0001</c>; a turn of a loop's fragment is called <c>frag-0001.3</c>, turns from 1, outer loops first.</summary>
    public required string FragmentId { get; init; }

    public required string ServiceType { get; init; }

    /// <summary>The qubits that it acts on, ascending.</summary>
    public required ImmutableArray<int> Qubits { get; init; }

    /// <summary>The ids of its operations in program order.</summary>
    public required ImmutableArray<string> OperationIds { get; init; }

    /// <summary>The ids of the fragments that it waits for, ascending.</summary>
    public required ImmutableArray<string> Dependencies { get; init; }

    /// <summary>The innermost loop whose body it belongs to (the loop operation's id), or <see langword="null"/>.</summary>
    public string? LoopId { get; init; }

    /// <summary>Longest chain of its operations that share qubits.</summary>
    public required int Depth { get; init; }

    /// <summary>Its depth in the graph of fragments, from 0.</summary>
    public required int StageIndex { get; init; }
}
