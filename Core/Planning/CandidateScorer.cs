using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Orleans.QuantumMesh.Core.Planning;

/// <summary>Scores candidates fragment by fragment, and keeps what later fragments depend on: where each qubit was last, and how many fragments of a stage a node has.</summary>
internal sealed class CandidateScorer
{
    /// <summary>A round trip that is not known yet counts as this, half of the scale.</summary>
    private const double UnknownRoundTripMs = 50;

    private const double RoundTripScaleMs = 50;
    private const double LeastHandoffCost = 0.001;

    private readonly CandidateTable table;
    private readonly PlanningOptions options;
    private readonly int[] lastNodeOfQubit;
    private readonly Dictionary<(int Node, int Stage), int> assigned = [];
    private double[] costs = [];
    private int[] order = [];

    public CandidateScorer(CandidateTable table, PlanningOptions options, int qubitCount)
    {
        this.table = table;
        this.options = options;
        lastNodeOfQubit = new int[qubitCount];
        Array.Fill(lastNodeOfQubit, -1);
    }

    /// <summary>Hand-overs of a qubit from one node to another so far.</summary>
    public int Ebits { get; private set; }

    /// <summary>The nodes by cost for a fragment of a stage; with <paramref name="pinned"/> that node comes first whatever it costs.</summary>
    public CandidateChoice Choose(FragmentDraft draft, int stage, CandidateRows rows, int? pinned)
    {
        int count = rows.Nodes.Length;
        if (costs.Length < count)
        {
            costs = new double[count];
            order = new int[count];
        }

        var scores = new CandidateScore[count];
        for (int row = 0; row < count; row++)
        {
            scores[row] = Score(draft, stage, rows.Nodes[row], rows.Fidelities[row]);
            costs[row] = rows.Nodes[row] == pinned ? double.NegativeInfinity : scores[row].TotalCost;
            order[row] = row;
        }

        Sort(count);
        var sorted = new CandidateScore[count];
        for (int rank = 0; rank < count; rank++)
        {
            sorted[rank] = scores[order[rank]];
        }

        int primary = rows.Nodes[order[0]];
        Take(draft, stage, primary);
        return new CandidateChoice(primary, ImmutableCollectionsMarshal.AsImmutableArray(sorted), rows.Refused);
    }

    private CandidateScore Score(FragmentDraft draft, int stage, int place, double fidelity)
    {
        NodeOffer node = table.Nodes[place];
        double roundTrip = node.RoundTripMs ?? UnknownRoundTripMs;
        double latency = roundTrip / (roundTrip + RoundTripScaleMs);
        double failureRisk = 1 - (fidelity * node.SuccessRate);
        double handoff = Math.Max(LeastHandoffCost, 1 - node.LinkFidelity);
        double entanglement = 0;
        foreach (int qubit in draft.Qubits)
        {
            int last = lastNodeOfQubit[qubit];
            entanglement += last >= 0 && last != place ? handoff : 0;
        }

        double load = (node.SlotsTaken + assigned.GetValueOrDefault((place, stage))) / (double)Math.Max(1, node.Capacity);
        double total = (options.LatencyWeight * latency) + (options.FailureRiskWeight * failureRisk) + (options.EntanglementWeight * entanglement) + (options.LoadWeight * load);
        return new CandidateScore(node.NodeId, total, latency, failureRisk, entanglement, load, fidelity);
    }

    private void Take(FragmentDraft draft, int stage, int place)
    {
        foreach (int qubit in draft.Qubits)
        {
            int last = lastNodeOfQubit[qubit];
            Ebits += last >= 0 && last != place ? 1 : 0;
            lastNodeOfQubit[qubit] = place;
        }

        CollectionsMarshal.GetValueRefOrAddDefault(assigned, (place, stage), out _)++;
    }

    // Rows come by fidelity and id; equal costs are put back into that order, since the sort is not stable.
    private void Sort(int count)
    {
        Array.Sort(costs, order, 0, count);
        for (int start = 0; start < count;)
        {
            int end = start + 1;
            while (end < count && costs[end] == costs[start])
            {
                end++;
            }

            if (end - start > 1)
            {
                Array.Sort(order, start, end - start);
            }

            start = end;
        }
    }
}
