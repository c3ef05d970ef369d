using System.Collections.Immutable;
using System.Globalization;
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
        CandidateChoice[] choices,
        CandidateTable table,
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
            CandidateChoice choice = choices[index];
            ImmutableArray<string> fallbacks = [.. choice.Scores.Skip(1).Take(options.FallbackCount).Select(score => score.NodeId)];
            string primary = choice.Scores[0].NodeId;
            var fragment = new Fragment
            {
                FragmentId = ids[index],
                ServiceType = draft.ServiceType,
                Qubits = [.. draft.Qubits],
                OperationIds = [.. draft.Operations.Select(operation => operation.OperationId)],
                Dependencies = [.. draft.Dependencies.Select(dependency => ids[dependency])],
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
                Candidates = choice.Scores,
                Refused = choice.Refused,
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
                StateQubits = [.. components.Of(draft.Qubits).SelectMany(component => component).Order()],
                InputComponentQubits = inputs,
                Dependencies = [.. draft.Dependencies.Select(dependency => blockIds[dependency]).Order(StringComparer.Ordinal)],
                PrimaryNodeId = primary,
                FallbackNodeIds = fallbacks,
                Candidates = choice.Scores,
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
            QualitySnapshotId = PlanHash.OfSnapshot(table.Nodes),
        };
        return plan with { ContentHash = PlanHash.OfPlan(plan, program, options) };
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
