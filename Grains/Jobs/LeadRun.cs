using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using Orleans.QuantumMesh.Core.Planning;
using Orleans.QuantumMesh.Core.Simulation;
using Orleans.QuantumMesh.Grains.Abstractions;
using Orleans.QuantumMesh.Mesh.Protocol;

namespace Orleans.QuantumMesh.Grains;

/// <summary>
/// What the recorded answers say of the execution so far: whether a loop goes on, and the lead run's values where a gate's parameters follow from measured bits.
/// Only programs with these simulate before their end.
/// </summary>
internal sealed class LeadRun(ParsedProgram program, ExecutionPlan plan, JobLog log, ComputePool compute, double bytes)
{
    private readonly Dictionary<string, NodeAnswer> parsed = new(StringComparer.Ordinal);
    private readonly HashSet<string> folded = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<FragmentRecord> unfolded = new();
    private readonly Lock folding = new();
    private readonly Lock keeping = new();
    private ExecutionFold? fold;
    private long kept;
    private bool released;

    /// <summary>Keeps an answer that was read already.</summary>
    public void Parsed(string fragmentId, NodeAnswer answer) => parsed[fragmentId] = answer;

    /// <summary>The answers that count, with where their qubits came from.</summary>
    public ImmutableArray<FragmentRecord> Records() => [.. log.Answers.Select(entry => Record(entry.Key, entry.Value))];

    /// <summary>Whether any trajectory goes on with a loop after so many turns.</summary>
    /// <exception cref="LoopBoundException">One would go on beyond the loop's bound.</exception>
    public Task<bool> ContinuesAsync(string loopId, int turnsDone, int[] outerTurns, CancellationToken cancellationToken)
    {
        Queue();
        return AskAsync((upToNow, stop) => upToNow.Continues(loopId, turnsDone, stop, outerTurns), cancellationToken);
    }

    /// <summary>A fragment's operations with the lead run's values of what follows from measured bits.</summary>
    public Task<IReadOnlyList<FragmentOperation>> OperationsAsync(Fragment fragment, string fragmentId, CancellationToken cancellationToken)
    {
        Queue();
        int[] turns = TurnsOf(fragmentId);
        return AskAsync((upToNow, stop) => FragmentOperations.Of(fragment, program, gate => upToNow.LeadParameters(gate, stop, turns)), cancellationToken);
    }

    private Task<T> AskAsync<T>(Func<ExecutionFold, CancellationToken, T> question, CancellationToken cancellationToken) =>
        compute.Heavy(
            bytes,
            stop =>
            {
                try
                {
                    return question(Folded(), stop);
                }
                finally
                {
                    Keep();
                }
            },
            cancellationToken);

    /// <summary>States wait for the next question where there is memory to keep them, and are made anew otherwise.</summary>
    private void Keep()
    {
        long waiting = fold!.WaitingBytes;
        bool stays;
        lock (keeping)
        {
            stays = !released && compute.Memory.Keep(kept, waiting);
            if (stays)
            {
                kept = waiting;
            }
        }

        if (!stays)
        {
            fold.Rewind();
            GiveBack();
        }
    }

    private void GiveBack()
    {
        lock (keeping)
        {
            compute.Memory.Keep(kept, 0);
            kept = 0;
        }
    }

    private static int[] TurnsOf(string fragmentId)
    {
        string turns = FragmentName.Parse(fragmentId).Turns;
        return turns.Length == 0 ? [] : [.. turns.Split('.').Select(turn => int.Parse(turn, CultureInfo.InvariantCulture))];
    }

    /// <summary>Gives the memory of trajectories that wait for the next question back, once the execution has ended.</summary>
    public void Release()
    {
        fold?.Dispose();
        lock (keeping)
        {
            released = true;
        }

        GiveBack();
    }

    /// <summary>Takes the answers that have come since, on the grain's turn.</summary>
    private void Queue()
    {
        fold ??= new ExecutionFold(program.Program, plan, Math.Max(1, log.Current.NoiseShots));
        foreach ((string fragmentId, FragmentExecuted executed) in log.Answers)
        {
            if (folded.Add(fragmentId))
            {
                unfolded.Enqueue(Record(fragmentId, executed));
            }
        }
    }

    /// <summary>The fold with the answers taken, off the grain's turn.</summary>
    private ExecutionFold Folded()
    {
        lock (folding)
        {
            while (unfolded.TryDequeue(out FragmentRecord? record))
            {
                fold!.Add(record);
            }
        }

        return fold!;
    }

    private FragmentRecord Record(string fragmentId, FragmentExecuted executed)
    {
        if (!parsed.TryGetValue(fragmentId, out NodeAnswer? answer))
        {
            parsed[fragmentId] = answer = NodeAnswerJson.Read(executed.AnswerText);
        }

        FragmentRun run = log.Current.Fragments[fragmentId];
        return new FragmentRecord
        {
            FragmentId = fragmentId,
            NodeId = executed.NodeId,
            HandoffFromNodes = [.. run.Handoffs.Select(handoff => handoff.FromNode)],
            OperationIds = FragmentParts.OperationsOf(plan, run),
            Answer = answer,
        };
    }
}
