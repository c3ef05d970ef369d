using Microsoft.Extensions.Logging;
using Orleans.QuantumMesh.Core.Simulation;
using Orleans.QuantumMesh.Storage;

namespace Orleans.QuantumMesh.Grains;

/// <summary>What a job needs of its silo.</summary>
internal sealed record JobServices(
    GrainsOptions Options,
    IJournal Journal,
    IReadModels ReadModels,
    IPeerLog PeerLog,
    MeshView Mesh,
    JobPlaces Places,
    JobDrain Drain,
    AdmissionQueue Admission,
    ProgramCache Programs,
    ComputePool Compute,
    PlannerSet Planners,
    NodeObservations Observations,
    ForgetQueue Forget,
    Backoff Backoff,
    ICrashPoints CrashPoints,
    GrainsInstruments Instruments,
    IGrainFactory Grains,
    ILoggerFactory Loggers)
{
    /// <summary>What a job may cost the engine here: no more memory than all may take together.</summary>
    public EngineLimits Limits => Options.Engine.MaximumBytes <= Compute.Memory.Working ? Options.Engine : Options.Engine with { MaximumBytes = Compute.Memory.Working };

    public TimeProvider Clock => Options.TimeProvider;
}
