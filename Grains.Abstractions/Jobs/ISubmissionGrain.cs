namespace Orleans.QuantumMesh.Grains.Abstractions;

/// <summary>The way in for circuits: parses, checks limits and idempotency, and has the job created. Stateless; any key.</summary>
[Alias("qmesh.submission")]
public interface ISubmissionGrain : IGrainWithIntegerKey
{
    /// <summary>Answers once the submission is committed to the journal, or with the problem; then nothing was made.</summary>
    [Alias("submit")]
    Task<Outcome<SubmissionReceipt>> Submit(JobSubmission submission, Caller caller);

    /// <summary>The normalised program as UTF-8 JSON (<c>format, num_qubits, operations[], service_types{}</c>), or the problem.</summary>
    [Alias("validate")]
    Task<Outcome<JsonDocumentText>> Validate(string circuit, IReadOnlyDictionary<string, string> parameters);

    /// <summary>The plan that the submission would get, with scores, refusals and an estimate; nothing runs.</summary>
    [Alias("dry-run")]
    Task<Outcome<JsonDocumentText>> DryRun(JobSubmission submission, Caller caller);

    /// <summary>The caller's jobs, newest first.</summary>
    [Alias("list")]
    Task<Outcome<JobPage>> List(JobQuery query, Caller caller);
}
