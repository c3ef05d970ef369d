namespace Orleans.QuantumMesh.Grains.Abstractions;

/// <summary>A job, keyed by its id (<c>job-…</c>): it drives itself from submission to its end.</summary>
[Alias("qmesh.job")]
public interface IJobGrain : IGrainWithStringKey
{
    /// <summary>The job as it stands; a foreign or unknown job is <c>not_found</c>. With <paramref name="summary"/> the large fields of the result are <c>null</c>.</summary>
    [Alias("get")]
    Task<Outcome<JobDocument>> Get(bool summary, Caller caller);

    /// <summary>As <see cref="Get"/>, but answers only when the state differs from <paramref name="seen"/> or the time (at most 60 s, the grain may answer earlier) is over.</summary>
    [Alias("wait")]
    Task<Outcome<JobDocument>> Wait(JobState seen, TimeSpan patience, bool summary, Caller caller);

    /// <summary>Ends the job as CANCELLED and releases its reservations; a terminal job is a <c>conflict</c>.</summary>
    [Alias("cancel")]
    Task<Outcome<JobDocument>> Cancel(Caller caller);

    /// <summary>The changes after <paramref name="sequence"/>, out of the journal.</summary>
    [Alias("updates")]
    Task<Outcome<JobUpdates>> Updates(long sequence, Caller caller);

    /// <summary>What was run, as text (<c>openqasm3</c>, <c>openqasm2</c>, <c>qiskit</c>).</summary>
    [Alias("circuit")]
    Task<Outcome<JsonDocumentText>> Circuit(string format, Caller caller);

    /// <summary>The spans of each fragment (queued, reserved, dispatched, executed) for a Gantt chart, <c>GET /jobs/{job_id}/timeline</c>.</summary>
    [Alias("timeline")]
    Task<Outcome<JsonDocumentText>> Timeline(Caller caller);

    /// <summary>Has an unfinished job go on; the sweep's call.</summary>
    [Alias("wake")]
    Task Wake();
}
