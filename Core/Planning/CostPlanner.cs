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
        CandidateScoring scoring = table.Scoring();
        var scorer = new CandidateScorer(scoring, program.QubitCount);
        var choices = new (int Group, CandidateList Candidates)[drafts.Count];
        int qubitsOfAll = options.Mode == ExecutionMode.Centralized ? drafts.SelectMany(draft => draft.Qubits).Distinct().Count() : 0;
        int? pinned = null;
        for (int index = 0; index < drafts.Count; index++)
        {
            FragmentDraft draft = drafts[index];
            int place = options.Mode == ExecutionMode.Centralized
                ? table.ForWholeProgram(wholeProgramServices, qubitsOfAll)
                : table.For(draft.ServiceType, draft.Qubits.Count);
            CandidateGroup group = table.Groups[place];
            if (group.Nodes.IsEmpty)
            {
                return Blocked(draft, group, wholeProgramServices);
            }

            choices[index] = (place, scorer.Choose(draft.Qubits, stages[index], group, pinned));
            pinned = options.Mode == ExecutionMode.Centralized ? choices[index].Candidates.PrimaryNode : null;
        }

        scoring = scoring with { Groups = [.. table.Groups] };
        return PlanOutcome.Planned(PlanAssembler.Assemble(program, options, drafts, stages, loops, choices, table, scoring, scorer.Ebits));
    }

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

    private static PlanOutcome Blocked(FragmentDraft draft, CandidateGroup group, string[] wholeProgramServices)
    {
        string id = ProgramFragmenter.IdOf(draft.Index);
        string what = wholeProgramServices.Length > 0
            ? $"no single node offers all that the program needs ({string.Join(", ", wholeProgramServices)} on {draft.Qubits.Count} qubits)"
            : $"no node can take {id} ({draft.ServiceType} on {draft.Qubits.Count} qubit{(draft.Qubits.Count == 1 ? string.Empty : "s")})";
        string why = group.Refused.IsEmpty
            ? "no service node is known"
            : string.Join("; ", group.Refused.GroupBy(refused => refused.Reason).OrderBy(reason => reason.Key, StringComparer.Ordinal)
                .Select(reason => $"{reason.Count()} refused for {reason.Key}, such as {reason.First().NodeId}: {reason.First().Detail}"));
        ImmutableArray<string> missing = wholeProgramServices.Length > 0 ? [.. wholeProgramServices] : [draft.ServiceType];
        return PlanOutcome.Blocked($"{what}: {why}", missing);
    }
}
