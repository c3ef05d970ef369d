using System.Runtime.InteropServices;

namespace Orleans.QuantumMesh.Core.Planning;

/// <summary>Scores candidates fragment by fragment, and keeps what later fragments depend on: where each qubit was last, and how many fragments of a stage a node has.</summary>
internal sealed class CandidateScorer
{
    private const double LeastHandoffCost = 0.001;

    private readonly PlanningOptions options;
    private readonly int[] lastNodeOfQubit;
    private readonly double[] handoffCost;
    private readonly int[] slotsTaken;
    private readonly double[] capacity;
    private readonly int[] qubitsHere;
    private readonly Dictionary<int, int[]> assignedInStage = [];

    public CandidateScorer(CandidateTable table, PlanningOptions options, int qubitCount)
    {
        this.options = options;
        lastNodeOfQubit = new int[qubitCount];
        Array.Fill(lastNodeOfQubit, -1);
        handoffCost = [.. table.Nodes.Select(node => Math.Max(LeastHandoffCost, 1 - node.LinkFidelity))];
        slotsTaken = [.. table.Nodes.Select(node => node.SlotsTaken)];
        capacity = [.. table.Nodes.Select(node => (double)Math.Max(1, node.Capacity))];
        qubitsHere = new int[table.Nodes.Length];
    }

    /// <summary>Hand-overs of a qubit from one node to another so far.</summary>
    public int Ebits { get; private set; }

    /// <summary>The scores for a fragment of a stage, the cheapest and its fallbacks first; with <paramref name="pinned"/> that node comes first whatever it costs.</summary>
    public CandidateChoice Choose(FragmentDraft draft, int stage, CandidateRows rows, int? pinned)
    {
        int[] assigned = CollectionsMarshal.GetValueRefOrAddDefault(assignedInStage, stage, out _) ??= new int[slotsTaken.Length];
        int placed = CountPlaces(draft, 1);
        var scores = new CandidateScore[rows.Nodes.Length];
        int[] places = [.. rows.Nodes];
        for (int row = 0; row < scores.Length; row++)
        {
            int place = places[row];
            double entanglement = (placed - qubitsHere[place]) * handoffCost[place];
            double load = (slotsTaken[place] + assigned[place]) / capacity[place];
            CandidateScore known = rows.Base[row];
            scores[row] = known with
            {
                TotalCost = known.TotalCost + (options.EntanglementWeight * entanglement) + (options.LoadWeight * load),
                EntanglementCost = entanglement,
                LoadCost = load,
            };
        }

        CountPlaces(draft, -1);
        BringForward(scores, places, pinned);
        int primary = places[0];
        assigned[primary]++;
        foreach (int qubit in draft.Qubits)
        {
            int last = lastNodeOfQubit[qubit];
            Ebits += last >= 0 && last != primary ? 1 : 0;
            lastNodeOfQubit[qubit] = primary;
        }

        return new CandidateChoice(primary, ImmutableCollectionsMarshal.AsImmutableArray(scores), rows.Refused);
    }

    private int CountPlaces(FragmentDraft draft, int step)
    {
        int placed = 0;
        foreach (int qubit in draft.Qubits)
        {
            int last = lastNodeOfQubit[qubit];
            if (last >= 0)
            {
                qubitsHere[last] += step;
                placed++;
            }
        }

        return placed;
    }

    // Rows come by fidelity and id, and a row moves forward past dearer ones only, so that this order settles ties.
    private void BringForward(CandidateScore[] scores, int[] places, int? pinned)
    {
        int wanted = Math.Min(options.FallbackCount + 1, scores.Length);
        for (int rank = 0; rank < wanted; rank++)
        {
            int best = rank;
            for (int row = rank; row < scores.Length; row++)
            {
                if (rank == 0 && places[row] == pinned)
                {
                    best = row;
                    break;
                }

                best = scores[row].TotalCost < scores[best].TotalCost ? row : best;
            }

            CandidateScore score = scores[best];
            int place = places[best];
            Array.Copy(scores, rank, scores, rank + 1, best - rank);
            Array.Copy(places, rank, places, rank + 1, best - rank);
            scores[rank] = score;
            places[rank] = place;
        }
    }
}
