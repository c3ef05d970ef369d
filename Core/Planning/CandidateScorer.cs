using System.Runtime.InteropServices;

namespace Orleans.QuantumMesh.Core.Planning;

/// <summary>Chooses nodes fragment by fragment, and keeps what later fragments depend on: where each qubit was last, and which nodes have the fragments of a stage.</summary>
internal sealed class CandidateScorer
{
    private readonly CandidateScoring scoring;
    private readonly int[] lastNodeOfQubit;
    private readonly int[] qubitsHere;
    private readonly double[] totals;
    private readonly Dictionary<int, Stage> stages = [];

    public CandidateScorer(CandidateScoring scoring, int qubitCount)
    {
        this.scoring = scoring;
        lastNodeOfQubit = new int[qubitCount];
        Array.Fill(lastNodeOfQubit, -1);
        qubitsHere = new int[scoring.NodeIds.Length];
        totals = new double[scoring.NodeIds.Length];
    }

    /// <summary>Hand-overs of a qubit from one node to another so far.</summary>
    public int Ebits { get; private set; }

    /// <summary>The candidates of a fragment of a stage, the cheapest and its fallbacks first; with <paramref name="pinned"/> that node comes first whatever it costs.</summary>
    public CandidateList Choose(IReadOnlyList<int> qubits, int stageIndex, CandidateGroup group, int? pinned)
    {
        Stage stage = CollectionsMarshal.GetValueRefOrAddDefault(stages, stageIndex, out _) ??= new Stage(scoring.NodeIds.Length);
        int[] lastNodes = LastNodesOf(qubits);
        Weigh(group, lastNodes, stage.Assigned);
        int[] chosen = Cheapest(group, pinned);
        var list = new CandidateList(scoring, group, chosen, lastNodes, stage.Primaries, stage.Primaries.Count);
        int primary = group.Nodes[chosen[0]];
        stage.Assigned[primary]++;
        stage.Primaries.Add(primary);
        for (int place = 0; place < qubits.Count; place++)
        {
            ref int last = ref lastNodeOfQubit[qubits[place]];
            Ebits += last >= 0 && last != primary ? 1 : 0;
            last = primary;
        }

        return list;
    }

    private int[] LastNodesOf(IReadOnlyList<int> qubits)
    {
        int placed = 0;
        for (int place = 0; place < qubits.Count; place++)
        {
            placed += lastNodeOfQubit[qubits[place]] >= 0 ? 1 : 0;
        }

        int[] nodes = placed == 0 ? [] : new int[placed];
        for (int place = qubits.Count - 1; place >= 0; place--)
        {
            int node = lastNodeOfQubit[qubits[place]];
            if (node >= 0)
            {
                nodes[--placed] = node;
            }
        }

        return nodes;
    }

    private void Weigh(CandidateGroup group, int[] lastNodes, int[] assigned)
    {
        foreach (int node in lastNodes)
        {
            qubitsHere[node]++;
        }

        ReadOnlySpan<int> nodes = group.Nodes.AsSpan();
        ReadOnlySpan<double> baseCosts = group.BaseCosts.AsSpan();
        ReadOnlySpan<double> handoffs = scoring.HandoffCosts.AsSpan();
        ReadOnlySpan<int> slotsTaken = scoring.SlotsTaken.AsSpan();
        ReadOnlySpan<int> capacities = scoring.Capacities.AsSpan();
        for (int row = 0; row < nodes.Length; row++)
        {
            int node = nodes[row];
            double entanglement = (lastNodes.Length - qubitsHere[node]) * handoffs[node];
            double load = (slotsTaken[node] + assigned[node]) / (double)capacities[node];
            totals[row] = baseCosts[row] + (scoring.EntanglementWeight * entanglement) + (scoring.LoadWeight * load);
        }

        foreach (int node in lastNodes)
        {
            qubitsHere[node]--;
        }
    }

    // Rows come by fidelity and id, and only a lower cost goes before an earlier row, so that this order settles ties.
    private int[] Cheapest(CandidateGroup group, int? pinned)
    {
        int[] chosen = new int[Math.Min(Math.Max(0, scoring.FallbackCount) + 1, group.Nodes.Length)];
        int first = pinned is int node ? group.Nodes.IndexOf(node) : -1;
        for (int rank = 0; rank < chosen.Length; rank++)
        {
            ReadOnlySpan<int> before = chosen.AsSpan(0, rank);
            int best = -1;
            for (int row = 0; row < group.Nodes.Length; row++)
            {
                if ((best < 0 || totals[row] < totals[best]) && !before.Contains(row))
                {
                    best = row;
                }
            }

            chosen[rank] = rank == 0 && first >= 0 ? first : best;
        }

        return chosen;
    }

    private sealed class Stage(int nodes)
    {
        public int[] Assigned { get; } = new int[nodes];

        public List<int> Primaries { get; } = [];
    }
}
