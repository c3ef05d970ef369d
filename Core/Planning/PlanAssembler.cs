using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using Orleans.QuantumMesh.Core.Circuits;

namespace Orleans.QuantumMesh.Core.Planning;

/// <summary>Puts drafts and choices into the plan that travels.</summary>
internal static class PlanAssembler
{
    public static ExecutionPlan Assemble(
        CircuitProgram program,
        PlanningOptions options,
        IReadOnlyList<FragmentDraft> drafts,
        int[] stages,
        IReadOnlyList<PlanLoop> loops,
        (int Group, CandidateList Candidates)[] choices,
        CandidateTable table,
        CandidateScoring scoring,
        int ebits)
    {
        string[] ids = [.. drafts.Select(draft => ProgramFragmenter.IdOf(draft.Index))];
        string[] blockIds = BlockIds(stages);
        ImmutableSortedDictionary<string, Fragment>.Builder fragments = ImmutableSortedDictionary.CreateBuilder<string, Fragment>(StringComparer.Ordinal);
        ImmutableSortedDictionary<string, FragmentAssignment>.Builder assignments = ImmutableSortedDictionary.CreateBuilder<string, FragmentAssignment>(StringComparer.Ordinal);
        ImmutableSortedDictionary<string, PlanBlock>.Builder blocks = ImmutableSortedDictionary.CreateBuilder<string, PlanBlock>(StringComparer.Ordinal);
        var components = new EntangledComponents(program.QubitCount);
        for (int index = 0; index < drafts.Count; index++)
        {
            FragmentDraft draft = drafts[index];
            (int group, CandidateList candidates) = choices[index];
            ImmutableArray<string> fallbacks = candidates.FallbackNodeIds;
            string primary = scoring.NodeIds[candidates.PrimaryNode];
            var fragment = new Fragment
            {
                FragmentId = ids[index],
                ServiceType = draft.ServiceType,
                Qubits = [.. draft.Qubits],
                OperationIds = IdsOf(draft.Operations),
                Dependencies = Named(draft.Dependencies, ids),
                LoopId = draft.LoopId,
                Depth = draft.Depth,
                StageIndex = stages[index],
            };
            fragments.Add(ids[index], fragment);
            assignments.Add(ids[index], new FragmentAssignment
            {
                FragmentId = ids[index],
                PrimaryNodeId = primary,
                FallbackNodeIds = fallbacks,
                BlockId = blockIds[index],
                StageIndex = stages[index],
                CandidateGroup = group,
                Candidates = candidates,
                Refused = candidates.Refused,
            });
            ImmutableArray<ImmutableArray<int>> inputs = components.Of(draft.Qubits);
            components.Join(draft.Operations);
            blocks.Add(blockIds[index], new PlanBlock
            {
                BlockId = blockIds[index],
                StageIndex = stages[index],
                FragmentIds = [ids[index]],
                ServiceTypes = [draft.ServiceType],
                ActiveQubits = fragment.Qubits,
                StateQubits = components.QubitsWith(draft.Qubits),
                InputComponentQubits = inputs,
                Dependencies = Named(draft.Dependencies, blockIds).Sort(StringComparer.Ordinal),
                PrimaryNodeId = primary,
                FallbackNodeIds = fallbacks,
                Candidates = candidates,
            });
        }

        var plan = new ExecutionPlan
        {
            ContentHash = string.Empty,
            Mode = options.Mode,
            FragmentOrder = [.. ids],
            Fragments = fragments.ToImmutable(),
            Assignments = assignments.ToImmutable(),
            Stages = StagesOf(stages, ids, blockIds),
            Blocks = blocks.ToImmutable(),
            Loops = [.. loops],
            Ebits = ebits,
            Scoring = scoring,
            QualitySnapshotId = PlanHash.OfSnapshot(table.Nodes),
        };
        return plan with { ContentHash = PlanHash.OfPlan(plan, program, options) };
    }

    private static ImmutableArray<string> IdsOf(List<Operation> operations)
    {
        string[] ids = new string[operations.Count];
        for (int place = 0; place < ids.Length; place++)
        {
            ids[place] = operations[place].OperationId;
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(ids);
    }

    private static ImmutableArray<string> Named(int[] places, string[] names)
    {
        string[] named = new string[places.Length];
        for (int place = 0; place < named.Length; place++)
        {
            named[place] = names[places[place]];
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(named);
    }

    private static string[] BlockIds(int[] stages)
    {
        var inStage = new Dictionary<int, int>();
        return [.. stages.Select(stage =>
        {
            int number = inStage[stage] = inStage.GetValueOrDefault(stage) + 1;
            return string.Create(CultureInfo.InvariantCulture, $"block-s{stage + 1:D2}-b{number:D2}");
        })];
    }

    private static ImmutableArray<PlanStage> StagesOf(int[] stages, string[] ids, string[] blockIds) =>
        [.. stages.Select((stage, index) => (stage, index)).GroupBy(pair => pair.stage, pair => pair.index).OrderBy(group => group.Key).Select(group => new PlanStage(
            string.Create(CultureInfo.InvariantCulture, $"stage-{group.Key + 1:D2}"),
            group.Key,
            [.. group.Select(index => blockIds[index])],
            [.. group.Select(index => ids[index])]))];
}
