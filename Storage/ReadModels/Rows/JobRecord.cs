namespace Orleans.QuantumMesh.Storage;

/// <summary>A job as lists and status requests show it.</summary>
/// <param name="Id"><c>job-…</c></param>
/// <param name="Owner">The user (or peer) that submitted it.</param>
/// <param name="Status">QUEUED, COMPILING, RESERVING, EXECUTING, COMPLETED, FAILED or CANCELLED.</param>
/// <param name="PlanId">Its plan, once there is one.</param>
/// <param name="Label">The client's label.</param>
/// <param name="Error">Why it failed.</param>
/// <param name="Progress">Progress as JSON text.</param>
/// <param name="CircuitPreview">The first characters of the circuit.</param>
/// <param name="ResultAvailable">Whether a result is stored.</param>
/// <param name="Priority">0..100.</param>
/// <param name="Deadline">When it fails if it has not ended.</param>
/// <param name="BatchId">The batch it was submitted with, if any.</param>
/// <param name="CreatedAt">UTC.</param>
/// <param name="UpdatedAt">UTC; the last progress, which the sweep looks at.</param>
public sealed record JobRecord(
    string Id,
    string Owner,
    string Status,
    string? PlanId,
    string? Label,
    string? Error,
    string? Progress,
    string CircuitPreview,
    bool ResultAvailable,
    int Priority,
    DateTimeOffset? Deadline,
    string? BatchId,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt);
