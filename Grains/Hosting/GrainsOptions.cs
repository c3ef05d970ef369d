using Orleans.QuantumMesh.Core.Circuits;
using Orleans.QuantumMesh.Core.Planning;
using Orleans.QuantumMesh.Core.Simulation;

namespace Orleans.QuantumMesh.Grains;

/// <summary>What the grains of a silo are configured with.</summary>
public sealed record GrainsOptions
{
    /// <summary>The rendezvous namespace; names the registry.</summary>
    public string Namespace { get; set; } = "quantum-mesh";

    /// <summary>Whether there is a way out to the mesh; without it submissions are answered 503.</summary>
    public bool Libp2pEnabled { get; set; } = true;

    /// <summary>Whether only enrolled peers' services are planned with.</summary>
    public bool EnforceEnrollment { get; set; }

    /// <summary>Whether named crash points act (<see cref="CrashPoint"/>).</summary>
    public bool Experiments { get; set; }

    /// <summary>The crash point at which the process kills itself, or <see langword="null"/>.</summary>
    public string? CrashPoint { get; set; }

    /// <summary>How long a job without a known candidate waits for nodes.</summary>
    public TimeSpan DiscoveryGrace { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How often unfinished jobs without progress are looked for.</summary>
    public TimeSpan SweepPeriod { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How many unfinished jobs are woken at a time.</summary>
    public int SweepWidth { get; set; } = 32;

    /// <summary>The shortest time between two published snapshots of the registry.</summary>
    public TimeSpan SnapshotInterval { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How long after a step grain state is saved; steps in between are saved with it.</summary>
    public TimeSpan SnapshotDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How often nodes send heartbeats.</summary>
    public TimeSpan HeartbeatInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>After how many missed heartbeats a node is stale.</summary>
    public int MissedHeartbeats { get; set; } = 3;

    /// <summary>How long a stale node stays listed.</summary>
    public TimeSpan StaleRetention { get; set; } = TimeSpan.FromDays(1);

    /// <summary>How many jobs of a priority or a higher one a silo works on at a time; others wait as QUEUED.</summary>
    public int ActiveJobs { get; set; } = 128;

    /// <summary>Threads for parsing, planning, simulation and results; 0 for one a core.</summary>
    public int ComputeThreads { get; set; }

    /// <summary>The memory that the simulations of all jobs may take together, in bytes; 0 for half of what the process may use.</summary>
    public long ComputeBytes { get; set; }

    /// <summary>Whether what a job computes is compiled while the silo starts, instead of during the first job.</summary>
    public bool WarmUp { get; set; } = true;

    /// <summary>The most UTF-8 bytes that a circuit's text may have.</summary>
    public int MaximumCircuitBytes { get; set; } = 1_000_000;

    /// <summary>Weights and limits of planning; what a submission names itself comes from there.</summary>
    public PlanningOptions Planning { get; set; } = new();

    /// <summary>What a circuit's text may take; text size and inputs come from elsewhere.</summary>
    public CircuitOptions Circuits { get; set; } = CircuitOptions.Default;

    /// <summary>What a job may cost the engine.</summary>
    public EngineLimits Engine { get; set; } = new();

    /// <summary>How fragments are attempted.</summary>
    public RuntimeOptions Runtime { get; set; } = new();

    /// <summary>The clock of deadlines, grace, staleness and backoff.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;
}
