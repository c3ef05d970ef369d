using System.Collections.Immutable;
using Orleans.QuantumMesh.Core.Planning;
using Orleans.QuantumMesh.Grains.Abstractions;

namespace Orleans.QuantumMesh.Grains;

/// <summary>What a node is asked for under a fragment's id: a plan's fragment, or the part of one that it was split into.</summary>
internal static class FragmentParts
{
    /// <summary>The operations of a part; <see langword="null"/> for a whole fragment.</summary>
    public static ImmutableArray<string>? OperationsOf(ExecutionPlan plan, FragmentRun run) =>
        run.Span is { } span ? plan.Fragments[FragmentName.Parse(run.FragmentId).PlanFragmentId].OperationIds.Slice(span.Start, span.Count) : null;

    /// <summary>The plan's fragment, with a part's operations, their qubits and their depth.</summary>
    public static Fragment Of(ExecutionPlan plan, ParsedProgram program, FragmentRun run)
    {
        Fragment fragment = plan.Fragments[FragmentName.Parse(run.FragmentId).PlanFragmentId];
        if (OperationsOf(plan, run) is not { } operations)
        {
            return fragment;
        }

        var depths = new SortedDictionary<int, int>();
        foreach (string id in operations)
        {
            ImmutableArray<int> qubits = program.Operations[id].Qubits;
            int depth = 1 + qubits.Select(qubit => depths.GetValueOrDefault(qubit)).DefaultIfEmpty().Max();
            foreach (int qubit in qubits)
            {
                depths[qubit] = depth;
            }
        }

        return fragment with { OperationIds = operations, Qubits = [.. depths.Keys], Depth = depths.Values.DefaultIfEmpty().Max() };
    }
}
