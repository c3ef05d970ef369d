using System.Collections.Immutable;

namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>A fragment's recorded execution: the answer that was used, and where its qubits came from.</summary>
public sealed record FragmentRecord
{
    /// <summary>The plan's fragment, in a loop with its turns from 1, outer loops first: <c>frag-0007.3</c>.</summary>
    public required string FragmentId { get; init; }

    /// <summary>The node that executed it.</summary>
    public required string NodeId { get; init; }

    /// <summary>For each qubit that was handed over from another node, that node.</summary>
    public ImmutableArray<string> HandoffFromNodes { get; init; } = [];

    /// <summary>What the node reported.</summary>
    public required NodeAnswer Answer { get; init; }

    /// <summary>The plan's fragment without turns.</summary>
    public string PlanFragmentId => Dot < 0 ? FragmentId : FragmentId[..Dot];

    /// <summary>The turns, such as <c>2.3</c>; empty outside loops.</summary>
    public string Turns => Dot < 0 ? "" : FragmentId[(Dot + 1)..];

    private int Dot => FragmentId.IndexOf('.', StringComparison.Ordinal);
}
