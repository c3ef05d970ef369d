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
internal sealed class LeadRun(ParsedProgram program, ExecutionPlan plan, JobLog log, ComputePool compute)
{
    private readonly Dictionary<string, NodeAnswer> parsed = new(StringComparer.Ordinal);

    /// <summary>Keeps an answer that was read already.</summary>
    public void Parsed(string fragmentId, NodeAnswer answer) => parsed[fragmentId] = answer;

    /// <summary>The answers that count, with where their qubits came from.</summary>
    public ImmutableArray<FragmentRecord> Records()
    {
        ImmutableArray<FragmentRecord>.Builder records = ImmutableArray.CreateBuilder<FragmentRecord>(log.Answers.Count);
        foreach ((string fragmentId, FragmentExecuted executed) in log.Answers)
        {
            if (!parsed.TryGetValue(fragmentId, out NodeAnswer? answer))
            {
                parsed[fragmentId] = answer = NodeAnswerJson.Read(executed.AnswerText);
            }

            records.Add(new FragmentRecord
            {
                FragmentId = fragmentId,
                NodeId = executed.NodeId,
                HandoffFromNodes = [.. log.Current.Fragments[fragmentId].Handoffs.Select(handoff => handoff.FromNode)],
                Answer = answer,
            });
        }

        return records.ToImmutable();
    }

    /// <summary>Whether any trajectory goes on with a loop after so many turns.</summary>
    /// <exception cref="LoopBoundException">One would go on beyond the loop's bound.</exception>
    public Task<bool> ContinuesAsync(string loopId, int turnsDone, int[] outerTurns, CancellationToken cancellationToken)
    {
        ImmutableArray<FragmentRecord> records = Records();
        int shots = Math.Max(1, log.Current.NoiseShots);
        return compute.Heavy(stop => Fold(records, shots).Continues(loopId, turnsDone, stop, outerTurns), cancellationToken);
    }

    /// <summary>A fragment's operations with the lead run's values of what follows from measured bits.</summary>
    public Task<IReadOnlyList<FragmentOperation>> OperationsAsync(Fragment fragment, string fragmentId, CancellationToken cancellationToken)
    {
        ImmutableArray<FragmentRecord> records = Records();
        int[] turns = TurnsOf(fragmentId);
        return compute.Heavy(
            stop =>
            {
                ExecutionFold fold = Fold(records, 1);
                return FragmentOperations.Of(fragment, program, gate => fold.LeadParameters(gate, stop, turns));
            },
            cancellationToken);
    }

    private static int[] TurnsOf(string fragmentId)
    {
        string[] parts = fragmentId.Split('.');
        return [.. parts.Skip(1).Select(part => int.Parse(part, CultureInfo.InvariantCulture))];
    }

    private ExecutionFold Fold(ImmutableArray<FragmentRecord> records, int shots)
    {
        var fold = new ExecutionFold(program.Program, plan, shots);
        foreach (FragmentRecord record in records)
        {
            fold.Add(record);
        }

        return fold;
    }
}
