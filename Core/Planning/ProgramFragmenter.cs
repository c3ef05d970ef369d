using System.Collections.Immutable;
using Orleans.QuantumMesh.Core.Circuits;

namespace Orleans.QuantumMesh.Core.Planning;

/// <summary>
/// Cuts a program into fragments along its dependencies: shared qubits, classical bits (write before read, read before the next write) and barriers.
/// An operation joins a fragment of its service only where everything else that it waits for lies on a lower level than that fragment;
/// since levels rise along every dependency the fragments stay convex.
/// </summary>
internal sealed class ProgramFragmenter
{
    /// <summary>The service type of a fragment that may hold every service.</summary>
    public const string AnyService = "*";

    private static readonly int[] Nothing = [];

    private readonly PlanningOptions options;
    private readonly FragmentLimits limits;
    private readonly int[][] lastOfQubit;
    private readonly Dictionary<int, int[]> writersOfBit = [];
    private readonly Dictionary<int, int[]> readersOfBit = [];
    private readonly Dictionary<int, int[]> writersOfVariable = [];
    private readonly Dictionary<(string Service, int Level), List<FragmentDraft>> open = [];
    private readonly List<FragmentDraft> drafts = [];
    private readonly List<(LoopOperation Loop, string? Parent, int[] Before, int[] Body)> loops = [];
    private int regionStart;
    private int floor;

    private ProgramFragmenter(CircuitProgram program, PlanningOptions options, FragmentLimits limits)
    {
        this.options = options;
        this.limits = limits;
        lastOfQubit = new int[program.QubitCount][];
        Array.Fill(lastOfQubit, Nothing);
    }

    /// <summary>The drafts in a topological order (by level, then by first operation), and the loops, outer before inner.</summary>
    public static (IReadOnlyList<FragmentDraft> Drafts, IReadOnlyList<PlanLoop> Loops) Fragment(
        CircuitProgram program, PlanningOptions options, FragmentLimits limits)
    {
        var fragmenter = new ProgramFragmenter(program, options, limits);
        fragmenter.Walk(program.Operations, null);
        return fragmenter.Finish();
    }

    /// <summary>The id of the draft with an index from 0.</summary>
    public static string IdOf(int index) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"frag-{index + 1:D4}");

    private (IReadOnlyList<FragmentDraft> Drafts, IReadOnlyList<PlanLoop> Loops) Finish()
    {
        FragmentDraft[] ordered = [.. drafts.OrderBy(draft => draft.Level).ThenBy(draft => draft.Operations[0].Number)];
        int[] rank = new int[ordered.Length];
        for (int place = 0; place < ordered.Length; place++)
        {
            rank[ordered[place].Index] = place;
        }

        foreach (FragmentDraft draft in ordered)
        {
            draft.Renumber(rank);
        }

        return (ordered, [.. loops.Select(entry => new PlanLoop
        {
            LoopId = entry.Loop.OperationId,
            ParentLoopId = entry.Parent,
            FragmentIds = [.. entry.Body.Select(index => rank[index]).Order().Select(IdOf)],
            Dependencies = [.. entry.Before.Select(index => rank[index]).Order().Select(IdOf)],
            MaximumTurns = entry.Loop.MaximumTurns,
        })]);
    }

    private void Walk(ImmutableArray<Operation> operations, string? loopId)
    {
        foreach (Operation operation in operations)
        {
            switch (operation)
            {
                case LoopOperation loop:
                    EnterLoop(loop, loopId);
                    break;
                case AssignOperation assign:
                    Assign(assign);
                    break;
                case BarrierOperation or DelayOperation:
                    Separate(operation.Qubits);
                    break;
                default:
                    if (operation.Qubits.Length > 0)
                    {
                        Place(operation, loopId);
                    }

                    break;
            }
        }
    }

    private void Separate(ImmutableArray<int> qubits)
    {
        if (qubits.Length < 2)
        {
            return;
        }

        int[] all = LastOf(qubits, Nothing);
        foreach (int qubit in qubits)
        {
            lastOfQubit[qubit] = all;
        }
    }

    private int[] LastOf(ImmutableArray<int> qubits, int[] and)
    {
        int[] union = and;
        foreach (int qubit in qubits)
        {
            union = FragmentSet.Union(union, lastOfQubit[qubit]);
        }

        return union;
    }

    private void Assign(AssignOperation assign)
    {
        (IReadOnlySet<int> bits, IReadOnlySet<int> variables) = OperationReads.Of(assign);
        int[] sources = SourcesOf(bits, variables);
        if (assign.Bit is int bit)
        {
            writersOfBit[bit] = assign.Condition is null ? sources : FragmentSet.Union(sources, writersOfBit.GetValueOrDefault(bit, Nothing));
        }
        else if (assign.Variable is int variable)
        {
            writersOfVariable[variable] = assign.Condition is null ? sources : FragmentSet.Union(sources, writersOfVariable.GetValueOrDefault(variable, Nothing));
        }
    }

    private int[] SourcesOf(IReadOnlySet<int> bits, IReadOnlySet<int> variables)
    {
        int[] sources = Nothing;
        foreach (int bit in bits)
        {
            sources = FragmentSet.Union(sources, writersOfBit.GetValueOrDefault(bit, Nothing));
        }

        foreach (int variable in variables)
        {
            sources = FragmentSet.Union(sources, writersOfVariable.GetValueOrDefault(variable, Nothing));
        }

        return sources;
    }

    private void Place(Operation operation, string? loopId)
    {
        bool reads = operation.Condition is not null || operation is GateOperation { RunTimeParameters.Length: > 0 };
        (IReadOnlySet<int> bits, IReadOnlySet<int> variables) = reads ? OperationReads.Of(operation) : (ImmutableHashSet<int>.Empty, ImmutableHashSet<int>.Empty);
        int[] readFrom = reads ? SourcesOf(bits, variables) : Nothing;
        int[] waitsFor = LastOf(operation.Qubits, readFrom);
        int? written = (operation as MeasureOperation)?.Bit;
        if (written is int target)
        {
            waitsFor = FragmentSet.Union(waitsFor, readersOfBit.GetValueOrDefault(target, Nothing));
            waitsFor = FragmentSet.Union(waitsFor, writersOfBit.GetValueOrDefault(target, Nothing));
        }

        FragmentDraft draft = FindOpen(operation, waitsFor, readFrom, loopId) ?? Open(operation, waitsFor, loopId);
        draft.Add(operation, waitsFor);
        int[] self = draft.Alone;
        foreach (int qubit in operation.Qubits)
        {
            lastOfQubit[qubit] = self;
        }

        foreach (int bit in bits)
        {
            readersOfBit[bit] = FragmentSet.Union(readersOfBit.GetValueOrDefault(bit, Nothing), self);
        }

        if (written is int bitWritten)
        {
            writersOfBit[bitWritten] = operation.Condition is null ? self : FragmentSet.Union(self, writersOfBit.GetValueOrDefault(bitWritten, Nothing));
            readersOfBit.Remove(bitWritten);
        }
    }

    private string ServiceOf(Operation operation) => options.Mode == ExecutionMode.Centralized ? AnyService : operation.ServiceType;

    private FragmentDraft? FindOpen(Operation operation, int[] waitsFor, int[] readFrom, string? loopId)
    {
        if (options.Mode == ExecutionMode.Centralized)
        {
            FragmentDraft? last = drafts.Count > regionStart ? drafts[^1] : null;
            return last is not null && last.LoopId == loopId && last.Operations.Count < limits.MaximumOperations ? last : null;
        }

        if (options.Fragmentation == Fragmentation.PerOperation)
        {
            FragmentDraft? last = drafts.Count > regionStart ? drafts[^1] : null;
            return last is not null && last.LastGroup == operation.Group && last.ServiceType == operation.ServiceType && !FragmentSet.Has(readFrom, last.Index) && last.Operations.Count < limits.MaximumOperations
                ? last : null;
        }

        string service = operation.ServiceType;
        int widest = limits.MaximumQubits.GetValueOrDefault(service, operation.Qubits.Length);
        int lowest = LevelAfter(waitsFor, readFrom, service);
        for (int level = lowest; level <= lowest + 1; level++)
        {
            if (!open.TryGetValue((service, level), out List<FragmentDraft>? candidates))
            {
                continue;
            }

            foreach (FragmentDraft candidate in candidates)
            {
                if (candidate.Operations.Count < limits.MaximumOperations
                    && candidate.QubitCountWith(operation) <= widest
                    && !FragmentSet.Has(readFrom, candidate.Index)
                    && waitsFor.All(index => index == candidate.Index || drafts[index].Level < candidate.Level))
                {
                    return candidate;
                }
            }
        }

        return null;
    }

    private int LevelAfter(int[] waitsFor, int[] readFrom, string? joinableService)
    {
        int level = floor;
        foreach (int index in waitsFor)
        {
            FragmentDraft dependency = drafts[index];
            bool joinable = dependency.ServiceType == joinableService && index >= regionStart && !FragmentSet.Has(readFrom, index);
            level = Math.Max(level, joinable ? dependency.Level : dependency.Level + 1);
        }

        return level;
    }

    private FragmentDraft Open(Operation operation, int[] waitsFor, string? loopId)
    {
        string service = ServiceOf(operation);
        var draft = new FragmentDraft(drafts.Count, service, LevelAfter(waitsFor, Nothing, null), loopId);
        drafts.Add(draft);
        if (!open.TryGetValue((service, draft.Level), out List<FragmentDraft>? peers))
        {
            open[(service, draft.Level)] = peers = [];
        }

        peers.Add(draft);
        return draft;
    }

    private void EnterLoop(LoopOperation loop, string? parentLoopId)
    {
        int[] before = Frontier();
        StartRegion(before);
        int first = drafts.Count;
        int place = loops.Count;
        loops.Add((loop, parentLoopId, before, []));
        Walk(loop.Body, loop.OperationId);
        int[] body = [.. Enumerable.Range(first, drafts.Count - first)];
        loops[place] = (loop, parentLoopId, before, body);
        StartRegion(body.Length == 0 ? before : body);
    }

    private int[] Frontier() =>
        lastOfQubit.Distinct().Concat(writersOfBit.Values).Concat(writersOfVariable.Values).Aggregate(Nothing, (union, set) => FragmentSet.Union(union, set));

    private void StartRegion(int[] dependencies)
    {
        Array.Fill(lastOfQubit, dependencies);
        writersOfBit.Clear();
        writersOfVariable.Clear();
        readersOfBit.Clear();
        open.Clear();
        regionStart = drafts.Count;
        floor = dependencies.Length == 0 ? 0 : dependencies.Max(index => drafts[index].Level) + 1;
    }
}
