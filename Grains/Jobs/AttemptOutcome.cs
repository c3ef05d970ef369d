using Orleans.QuantumMesh.Grains.Abstractions;

namespace Orleans.QuantumMesh.Grains;

/// <summary>How one attempt at a fragment ended, and what is to be done about it.</summary>
internal sealed record AttemptOutcome(AttemptNext Next, FragmentStatus Status, string? Error, TimeSpan? NextFree = null)
{
    public static AttemptOutcome Done { get; } = new(AttemptNext.Done, FragmentStatus.Success, null);

    /// <summary>The fragment, or its answer, is larger than a frame; its parts are recorded and come next.</summary>
    public static AttemptOutcome Split { get; } = new(AttemptNext.Split, FragmentStatus.Failed, null);

    /// <summary>Another attempt at the same node, after a backoff, as long as it has any left.</summary>
    public static AttemptOutcome Retry(FragmentStatus status, string error) => new(AttemptNext.Retry, status, error);

    /// <summary>No further attempt at this node.</summary>
    public static AttemptOutcome NextNode(FragmentStatus status, string error) => new(AttemptNext.NextNode, status, error);

    /// <summary>The node has no slot free; no attempt is counted.</summary>
    public static AttemptOutcome Wait(TimeSpan? nextFree) => new(AttemptNext.Wait, FragmentStatus.Rejected, "capacity", nextFree);
}
