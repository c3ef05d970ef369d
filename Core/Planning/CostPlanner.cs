using System.Collections.Immutable;
using Orleans.QuantumMesh.Core.Circuits;

namespace Orleans.QuantumMesh.Core.Planning;

/// <summary>
/// The default planner: each fragment, in topological order, goes to the cheapest node that is allowed to have it.
/// Cost = weights · (latency, failure risk, entanglement, load), from what was measured; ties go to the higher fidelity, then to the smaller node id.
/// </summary>
public sealed class CostPlanner : IPlanner
{
    /// <inheritdoc />
    public string Name => "cost";

    /// <inheritdoc />
    public PlanOutcome Plan(CircuitProgram program, MeshSnapshot snapshot, PlanningOptions options)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(snapshot);
        ArgumentNullException.ThrowIfNull(options);
        var table = new CandidateTable(snapshot, options);
        var limits = new FragmentLimits(table.WidestByService(), options.MaximumFragmentOperations);
        (IReadOnlyList<FragmentDraft> drafts, IReadOnlyList<PlanLoop> loops) = ProgramFragmenter.Fragment(program, options, limits);
        int[] stages = StagesOf(drafts);
        string[] wholeProgramServices = options.Mode == ExecutionMode.Centralized
            ? [.. drafts.SelectMany(draft => draft.Operations).Select(operation => operation.ServiceType).Distinct().Order(StringComparer.Ordinal)]
            : [];
        var scorer = new CandidateScorer(table, options, program.QubitCount);
        var choices = new CandidateChoice[drafts.Count];
        for (int index = 0; index < drafts.Count; index++)
        {
            FragmentDraft draft = drafts[index];
            CandidateRows rows = options.Mode == ExecutionMode.Centralized
                ? table.ForWholeProgram(wholeProgramServices, QubitsOfAll(drafts))
                : table.For(draft.ServiceType, draft.Qubits.Count);
            if (rows.Nodes.Length == 0)
            {
                return Blocked(draft, rows, wholeProgramServices);
            }

            int? pinned = options.Mode == ExecutionMode.Centralized && index > 0 ? choices[0].Primary : null;
            choices[index] = scorer.Choose(draft, stages[index], rows, pinned);
        }

        return PlanOutcome.Planned(PlanAssembler.Assemble(program, options, drafts, stages, loops, choices, table, scorer.Ebits));
    }

    private static int QubitsOfAll(IReadOnlyList<FragmentDraft> drafts) => drafts.SelectMany(draft => draft.Qubits).Distinct().Count();

    private static int[] StagesOf(IReadOnlyList<FragmentDraft> drafts)
    {
        int[] stages = new int[drafts.Count];
        for (int index = 0; index < stages.Length; index++)
        {
            foreach (int dependency in drafts[index].Dependencies)
            {
                stages[index] = Math.Max(stages[index], stages[dependency] + 1);
            }
        }

        return stages;
    }

    private static PlanOutcome Blocked(FragmentDraft draft, CandidateRows rows, string[] wholeProgramServices)
    {
        string id = ProgramFragmenter.IdOf(draft.Index);
        string what = wholeProgramServices.Length > 0
            ? $"no single node offers all that the program needs ({string.Join(", ", wholeProgramServices)} on {draft.Qubits.Count} qubits)"
            : $"no node can take {id} ({draft.ServiceType} on {draft.Qubits.Count} qubit{(draft.Qubits.Count == 1 ? string.Empty : "s")})";
        string why = rows.Refused.IsEmpty
            ? "no service node is known"
            : string.Join("; ", rows.Refused.GroupBy(refused => refused.Reason).OrderBy(group => group.Key, StringComparer.Ordinal)
                .Select(group => $"{group.Count()} refused for {group.Key}, such as {group.First().NodeId}: {group.First().Detail}"));
        ImmutableArray<string> missing = wholeProgramServices.Length > 0 ? [.. wholeProgramServices] : [draft.ServiceType];
        return PlanOutcome.Blocked($"{what}: {why}", missing);
    }
}
