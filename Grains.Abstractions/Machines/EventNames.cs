namespace Orleans.QuantumMesh.Grains.Abstractions;

/// <summary>The stable names that journal and read models know events by.</summary>
public static class EventNames
{
    public const string JobSubmitted = "job.submitted";
    public const string JobCompiling = "job.compiling";
    public const string JobPlanned = "job.planned";
    public const string JobExecuting = "job.executing";
    public const string JobCompleted = "job.completed";
    public const string JobFailed = "job.failed";
    public const string JobCancelled = "job.cancelled";
    public const string FragmentWaiting = "fragment.waiting";
    public const string FragmentDispatched = "fragment.dispatched";
    public const string FragmentAttemptFailed = "fragment.attempt_failed";
    public const string FragmentExecuted = "fragment.executed";
    public const string FragmentSplit = "fragment.split";
    public const string FragmentSuperseded = "fragment.superseded";
    public const string ReservationRequested = "reservation.requested";
    public const string ReservationPrepared = "reservation.prepared";
    public const string ReservationCommitted = "reservation.committed";
    public const string ReservationExecuted = "reservation.executed";
    public const string ReservationRejected = "reservation.rejected";
    public const string ReservationCanceled = "reservation.canceled";
    public const string ReservationExpired = "reservation.expired";
    public const string NodeAdvertised = "node.advertised";
    public const string NodeHeard = "node.heard";
    public const string NodeMissed = "node.missed";
    public const string NodeForgotten = "node.forgotten";
}
