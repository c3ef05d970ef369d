using System.Collections;
using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Orleans.QuantumMesh.Core.Planning;

/// <summary>
/// A fragment's candidates: the chosen node, its fallbacks, then the others by fidelity. Scores are worked out when they are asked for;
/// a plan keeps only what parts one fragment from another. Safe for any number of readers.
/// </summary>
public sealed class CandidateList : IReadOnlyList<CandidateScore>
{
    private readonly CandidateScoring scoring;
    private readonly CandidateGroup group;
    private readonly int[] chosenRows;
    private readonly int[] lastNodes;
    private readonly List<int> stagePrimaries;
    private readonly int stageRank;

    /// <summary>
    /// <paramref name="chosenRows"/> are the group's rows that come first, in their order; <paramref name="lastNodes"/> the nodes that the fragment's qubits were last on;
    /// the first <paramref name="stageRank"/> of <paramref name="stagePrimaries"/> the nodes of the fragments of its stage before it, which never change.
    /// </summary>
    internal CandidateList(CandidateScoring scoring, CandidateGroup group, int[] chosenRows, int[] lastNodes, List<int> stagePrimaries, int stageRank)
    {
        this.scoring = scoring;
        this.group = group;
        this.chosenRows = chosenRows;
        this.lastNodes = lastNodes;
        this.stagePrimaries = stagePrimaries;
        this.stageRank = stageRank;
    }

    public int Count => group.Nodes.Length;

    /// <summary>The chosen node's place in <see cref="CandidateScoring.NodeIds"/>.</summary>
    internal int PrimaryNode => group.Nodes[chosenRows[0]];

    /// <summary>The ids of the nodes that come after the chosen one, in their order.</summary>
    internal ImmutableArray<string> FallbackNodeIds
    {
        get
        {
            string[] ids = new string[chosenRows.Length - 1];
            for (int place = 0; place < ids.Length; place++)
            {
                ids[place] = scoring.NodeIds[group.Nodes[chosenRows[place + 1]]];
            }

            return ImmutableCollectionsMarshal.AsImmutableArray(ids);
        }
    }

    internal ImmutableArray<RefusedCandidate> Refused => group.Refused;

    public CandidateScore this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
            int row = RowAt(index);
            int node = group.Nodes[row];
            return Score(row, HandoversTo(node), CollectionsMarshal.AsSpan(stagePrimaries)[..stageRank].Count(node));
        }
    }

    public IEnumerator<CandidateScore> GetEnumerator()
    {
        int[] assigned = new int[scoring.NodeIds.Length];
        for (int rank = 0; rank < stageRank; rank++)
        {
            assigned[stagePrimaries[rank]]++;
        }

        foreach (int row in chosenRows)
        {
            yield return At(row);
        }

        for (int row = 0; row < Count; row++)
        {
            if (!chosenRows.Contains(row))
            {
                yield return At(row);
            }
        }

        CandidateScore At(int row) => Score(row, HandoversTo(group.Nodes[row]), assigned[group.Nodes[row]]);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private int HandoversTo(int node) => lastNodes.Length - lastNodes.AsSpan().Count(node);

    // The rows that were not chosen keep the group's order.
    private int RowAt(int index)
    {
        if (index < chosenRows.Length)
        {
            return chosenRows[index];
        }

        int row = -1;
        for (int left = index - chosenRows.Length; left >= 0; left--)
        {
            do
            {
                row++;
            }
            while (chosenRows.Contains(row));
        }

        return row;
    }

    private CandidateScore Score(int row, int handovers, int assigned)
    {
        int node = group.Nodes[row];
        double entanglement = handovers * scoring.HandoffCosts[node];
        double load = (scoring.SlotsTaken[node] + assigned) / (double)scoring.Capacities[node];
        return new CandidateScore(
            scoring.NodeIds[node],
            group.BaseCosts[row] + (scoring.EntanglementWeight * entanglement) + (scoring.LoadWeight * load),
            group.LatencyCosts[row],
            group.FailureRiskCosts[row],
            entanglement,
            load,
            group.Fidelities[row]);
    }
}
