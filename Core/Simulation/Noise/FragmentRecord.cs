using System.Collections.Immutable;
using Orleans.QuantumMesh.Core.Planning;

namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>A fragment's recorded execution: the answer that was used, and where its qubits came from.</summary>
public sealed record FragmentRecord
{
    /// <summary>The plan's fragment, with its turns in a loop and, of a part, its halves, as <see cref="FragmentName"/> has it.</summary>
    public required string FragmentId { get; init; }

    /// <summary>The node that executed it.</summary>
    public required string NodeId { get; init; }

    /// <summary>For each qubit that was handed over from another node, that node.</summary>
    public ImmutableArray<string> HandoffFromNodes { get; init; } = [];

    /// <summary>The operations of a part, in program order; <see langword="null"/> stands for all those of the plan's fragment.</summary>
    public ImmutableArray<string>? OperationIds { get; init; }

    /// <summary>What the node reported.</summary>
    public required NodeAnswer Answer { get; init; }

    /// <summary>The id, taken apart.</summary>
    public FragmentName Name => FragmentName.Parse(FragmentId);
}
