using System.Collections.Immutable;
using Orleans.QuantumMesh.Core.Planning;
using Orleans.QuantumMesh.Grains.Abstractions;

namespace Orleans.QuantumMesh.Grains;

/// <summary>What the parts of one job's run share. Belongs to one activation and its scheduler.</summary>
internal sealed class JobContext(string jobId, JobLog log, JobServices services, ParsedProgram program, ExecutionPlan plan, double bytes)
{
    private readonly Dictionary<int, string> lastNodeOfQubit = [];

    public string JobId => jobId;

    public JobLog Log => log;

    public JobServices Services => services;

    public ParsedProgram Program => program;

    public ExecutionPlan Plan => plan;

    public JobSubmission Submission { get; } = log.Current.Submission!;

    public DateTimeOffset CreatedAt { get; } = log.Current.CreatedAt;

    /// <summary>Noise trajectories of every dispatch.</summary>
    public int Shots { get; } = Math.Max(1, log.Current.NoiseShots);

    /// <summary>The memory that the job's simulations take at a time.</summary>
    public double Bytes => bytes;

    /// <summary>Until when a node that has not been heard is waited for.</summary>
    public DateTimeOffset NodesAwaitedUntil { get; } = services.Clock.GetUtcNow() + services.Options.DiscoveryGrace;

    public OpenReservations Reservations { get; } = new(services);

    public LeadRun Lead { get; } = new(program, plan, log, services.Compute, bytes);

    public IMeshBridge Bridge { get; } = services.Grains.GetGrain<IMeshBridge>(0);

    public string? TraceParent { get; init; }

    /// <summary>The hand-overs that a fragment needs on a node: its qubits that another one worked on last.</summary>
    public IReadOnlyList<FragmentHandoff> HandoffsTo(string nodeId, Fragment fragment)
    {
        ImmutableArray<FragmentHandoff>.Builder handoffs = ImmutableArray.CreateBuilder<FragmentHandoff>();
        foreach (int qubit in fragment.Qubits)
        {
            if (lastNodeOfQubit.TryGetValue(qubit, out string? last) && last != nodeId)
            {
                handoffs.Add(new FragmentHandoff(qubit, last));
            }
        }

        return handoffs.ToImmutable();
    }

    /// <summary>A fragment's qubits are where it was executed.</summary>
    public void Executed(Fragment fragment, string nodeId)
    {
        foreach (int qubit in fragment.Qubits)
        {
            lastNodeOfQubit[qubit] = nodeId;
        }
    }
}
