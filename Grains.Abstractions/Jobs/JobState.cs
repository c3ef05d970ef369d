namespace Orleans.QuantumMesh.Grains.Abstractions;

/// <summary>A job's lifecycle: QUEUED → COMPILING → RESERVING → EXECUTING → COMPLETED; FAILED and CANCELLED from any that isn't terminal.</summary>
public enum JobState
{
    Queued,
    Compiling,
    Reserving,
    Executing,
    Completed,
    Failed,
    Cancelled,
}
