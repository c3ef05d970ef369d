namespace Orleans.QuantumMesh.Storage;

/// <summary>An event in a fragment's execution; rows are only ever added.</summary>
/// <param name="JobId">The job.</param>
/// <param name="FragmentId">The fragment.</param>
/// <param name="Attempt">From 1.</param>
/// <param name="NodeId">The node asked.</param>
/// <param name="ExecutionId"><c>exec-…</c></param>
/// <param name="Transition">What happened, such as dispatched, completed, failed, superseded.</param>
/// <param name="Completed">Whether this is the fragment's one answer that counts: unique by job and fragment.</param>
/// <param name="Detail">What else is known, as JSON text.</param>
/// <param name="OccurredAt">UTC.</param>
public sealed record ExecutionEventRow(
    string JobId,
    string FragmentId,
    int Attempt,
    string NodeId,
    string? ExecutionId,
    string Transition,
    bool Completed,
    string? Detail,
    DateTimeOffset OccurredAt);
