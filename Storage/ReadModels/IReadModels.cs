namespace Orleans.QuantumMesh.Storage;

/// <summary>What lists, status requests and restarts read. Written only through the journal, in the transaction of the events that it follows from.</summary>
/// <remarks>Thread-safe; sees everything that was acknowledged. A cursor that no page gave out: <see cref="InvalidCursorException"/>.</remarks>
public interface IReadModels
{
    /// <summary>A job, or null.</summary>
    Task<JobRecord?> GetJobAsync(string jobId, CancellationToken cancellationToken = default);

    /// <summary>Jobs, newest first.</summary>
    Task<Page<JobRecord>> ListJobsAsync(JobListQuery query, CancellationToken cancellationToken = default);

    /// <summary>Jobs that have not ended and whose last progress is before a time, longest silent first; for the sweep.</summary>
    Task<Page<JobRecord>> ListUnfinishedJobsAsync(
        DateTimeOffset withoutProgressSince, int limit = 32, string? cursor = null, CancellationToken cancellationToken = default);

    /// <summary>How many jobs are in each state; states without a job are left out.</summary>
    Task<IReadOnlyDictionary<string, long>> CountJobsAsync(string? owner = null, CancellationToken cancellationToken = default);

    /// <summary>What a job was submitted with, or null.</summary>
    Task<JobCircuitRow?> GetJobCircuitAsync(string jobId, CancellationToken cancellationToken = default);

    /// <summary>A plan, or null.</summary>
    Task<ExecutionPlanRow?> GetPlanAsync(string planId, CancellationToken cancellationToken = default);

    /// <summary>A quality snapshot, or null.</summary>
    Task<PlanSnapshotRow?> GetPlanSnapshotAsync(string qualitySnapshotId, CancellationToken cancellationToken = default);

    /// <summary>A reservation's transitions, in order.</summary>
    Task<IReadOnlyList<ReservationEventRow>> ListReservationEventsAsync(
        string reservationId, CancellationToken cancellationToken = default);

    /// <summary>A job's reservation transitions, in order.</summary>
    Task<IReadOnlyList<ReservationEventRow>> ListJobReservationEventsAsync(
        string jobId, CancellationToken cancellationToken = default);

    /// <summary>A job's execution events, in order.</summary>
    Task<IReadOnlyList<ExecutionEventRow>> ListExecutionEventsAsync(
        string jobId, CancellationToken cancellationToken = default);

    /// <summary>A job's result, or null. A document that no longer has its hash: <see cref="InvalidDataException"/>.</summary>
    Task<ResultRow?> GetResultAsync(string jobId, CancellationToken cancellationToken = default);

    /// <summary>A user by id, or null.</summary>
    Task<UserRow?> GetUserAsync(string userId, CancellationToken cancellationToken = default);

    /// <summary>A user by name, or null.</summary>
    Task<UserRow?> FindUserAsync(string name, CancellationToken cancellationToken = default);

    /// <summary>All users, by name.</summary>
    Task<IReadOnlyList<UserRow>> ListUsersAsync(CancellationToken cancellationToken = default);

    /// <summary>A key by its hash, revoked ones included, or null.</summary>
    Task<ApiKeyRow?> GetApiKeyAsync(string keyHash, CancellationToken cancellationToken = default);

    /// <summary>A user's keys, newest first.</summary>
    Task<IReadOnlyList<ApiKeyRow>> ListApiKeysAsync(string userId, CancellationToken cancellationToken = default);

    /// <summary>A peer's enrollment, or null.</summary>
    Task<EnrollmentRow?> GetEnrollmentAsync(string peerId, CancellationToken cancellationToken = default);

    /// <summary>Enrollments, newest first, page by page from 1, with the number of all that fit the filters.</summary>
    Task<(IReadOnlyList<EnrollmentRow> Items, long Total)> ListEnrollmentsAsync(
        string? trustTier = null, string? status = null, int page = 1, int pageSize = 50, CancellationToken cancellationToken = default);

    /// <summary>A workflow run, or null.</summary>
    Task<WorkflowRunRow?> GetWorkflowRunAsync(string runId, CancellationToken cancellationToken = default);

    /// <summary>Workflow runs, newest first.</summary>
    Task<Page<WorkflowRunRow>> ListWorkflowRunsAsync(ListQuery query, CancellationToken cancellationToken = default);

    /// <summary>A financial job, or null.</summary>
    Task<FinancialJobRow?> GetFinancialJobAsync(string jobId, CancellationToken cancellationToken = default);

    /// <summary>Financial jobs, newest first.</summary>
    Task<Page<FinancialJobRow>> ListFinancialJobsAsync(ListQuery query, CancellationToken cancellationToken = default);

    /// <summary>A node's fidelity samples since a time, oldest first; where there are more than the limit, the latest.</summary>
    Task<IReadOnlyList<FidelitySampleRow>> ListFidelitySamplesAsync(
        string nodeId, DateTimeOffset since, int limit = 1000, CancellationToken cancellationToken = default);
}
