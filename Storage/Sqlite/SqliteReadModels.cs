using Microsoft.Data.Sqlite;

namespace Orleans.QuantumMesh.Storage.Sqlite;

/// <summary>The read models beside the journal in its SQLite file.</summary>
internal sealed class SqliteReadModels(ReaderPool readers) : IReadModels
{
    private const string JobColumns = "id, owner, status, plan_id, label, error, progress, circuit_preview, result_available, priority, deadline, batch_id, created_at, updated_at";
    private const string ReservationColumns = "reservation_id, job_id, fragment_id, node_id, transition, detail, occurred_at";
    private const string EnrollmentColumns = "id, peer_id, owner_user_id, trust_tier, status, capability_summary, reason, actor, document, created_at, updated_at";
    private const string RunColumns = "id, owner, workflow_type, status, document, created_at, updated_at";
    private const string FinancialColumns = "id, owner, problem_type, status, error, document, created_at, updated_at";
    private const string UserColumns = "id, name, role, disabled, created_at";
    private const string KeyColumns = "key_hash, user_id, label, created_at, revoked_at";
    private const string Unfinished = "status NOT IN ('COMPLETED', 'FAILED', 'CANCELLED')";

    public Task<JobRecord?> GetJobAsync(string jobId, CancellationToken cancellationToken = default) =>
        RowAsync($"SELECT {JobColumns} FROM jobs WHERE id = $1", ReadJob, jobId, cancellationToken);

    public Task<Page<JobRecord>> ListJobsAsync(JobListQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        var list = new ListQuery { Owner = query.Owner, Statuses = query.Statuses, Limit = query.Limit, Cursor = query.Cursor };
        return readers.QueryAsync(
            connection => PageQuery.Read(
                connection, "jobs", JobColumns, ReadJob, job => Place(job.CreatedAt, job.Id), list,
                query.BatchId is null ? null : ("batch_id", query.BatchId)),
            cancellationToken);
    }

    public Task<Page<JobRecord>> ListUnfinishedJobsAsync(
        DateTimeOffset withoutProgressSince, int limit = 32, string? cursor = null, CancellationToken cancellationToken = default)
    {
        PageQuery.CheckLimit(limit);
        Cursor after = Cursor.Parse(cursor) ?? new Cursor(long.MinValue, string.Empty);
        return readers.QueryAsync(
            connection => PageQuery.Cut(
                Query.Rows(
                    connection,
                    $"SELECT {JobColumns} FROM jobs WHERE {Unfinished} AND updated_at < $1 AND (updated_at, id) > ($2, $3) ORDER BY updated_at, id LIMIT $4",
                    ReadJob, withoutProgressSince, after.Time, after.Id, limit + 1),
                limit,
                job => Place(job.UpdatedAt, job.Id)),
            cancellationToken);
    }

    public Task<IReadOnlyDictionary<string, long>> CountJobsAsync(string? owner = null, CancellationToken cancellationToken = default) =>
        readers.QueryAsync<IReadOnlyDictionary<string, long>>(
            connection => Query.Rows(
                connection,
                "SELECT status, count(*) FROM jobs WHERE $1 IS NULL OR owner = $1 GROUP BY status",
                reader => (Status: reader.GetString(0), Count: reader.GetInt64(1)),
                owner).ToDictionary(row => row.Status, row => row.Count),
            cancellationToken);

    public Task<JobCircuitRow?> GetJobCircuitAsync(string jobId, CancellationToken cancellationToken = default) =>
        RowAsync(
            "SELECT job_id, circuit_text, submission, created_at FROM job_circuits WHERE job_id = $1",
            reader => new JobCircuitRow(reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.Time(3)),
            jobId,
            cancellationToken);

    public Task<ExecutionPlanRow?> GetPlanAsync(string planId, CancellationToken cancellationToken = default) =>
        RowAsync(
            "SELECT plan_id, job_id, revision, content_hash, quality_snapshot_id, document, created_at FROM execution_plans WHERE plan_id = $1",
            reader => new ExecutionPlanRow(
                reader.GetString(0), reader.GetString(1), reader.GetInt32(2), reader.GetString(3), reader.GetString(4), reader.GetString(5), reader.Time(6)),
            planId,
            cancellationToken);

    public Task<PlanSnapshotRow?> GetPlanSnapshotAsync(string qualitySnapshotId, CancellationToken cancellationToken = default) =>
        RowAsync(
            "SELECT quality_snapshot_id, document, created_at FROM plan_snapshots WHERE quality_snapshot_id = $1",
            reader => new PlanSnapshotRow(reader.GetString(0), reader.GetString(1), reader.Time(2)),
            qualitySnapshotId,
            cancellationToken);

    public Task<IReadOnlyList<ReservationEventRow>> ListReservationEventsAsync(
        string reservationId, CancellationToken cancellationToken = default) =>
        RowsAsync($"SELECT {ReservationColumns} FROM reservation_events WHERE reservation_id = $1 ORDER BY id", ReadReservation, reservationId, cancellationToken);

    public Task<IReadOnlyList<ReservationEventRow>> ListJobReservationEventsAsync(
        string jobId, CancellationToken cancellationToken = default) =>
        RowsAsync($"SELECT {ReservationColumns} FROM reservation_events WHERE job_id = $1 ORDER BY id", ReadReservation, jobId, cancellationToken);

    public Task<IReadOnlyList<ExecutionEventRow>> ListExecutionEventsAsync(string jobId, CancellationToken cancellationToken = default) =>
        RowsAsync(
            "SELECT job_id, fragment_id, attempt, node_id, execution_id, transition, completed, detail, occurred_at FROM execution_events WHERE job_id = $1 ORDER BY id",
            reader => new ExecutionEventRow(
                reader.GetString(0), reader.GetString(1), reader.GetInt32(2), reader.GetString(3), reader.Text(4), reader.GetString(5), reader.Flag(6), reader.Text(7), reader.Time(8)),
            jobId,
            cancellationToken);

    public async Task<ResultRow?> GetResultAsync(string jobId, CancellationToken cancellationToken = default)
    {
        ResultRow? result = await RowAsync(
            "SELECT job_id, document, hash, created_at FROM results WHERE job_id = $1",
            reader => new ResultRow(
                reader.GetString(0), DocumentCompression.Decompress(reader.GetFieldValue<byte[]>(1)), reader.GetString(2), reader.Time(3)),
            jobId,
            cancellationToken).ConfigureAwait(false);
        return result is null || ResultRow.HashOf(result.Document) == result.Hash
            ? result
            : throw new InvalidDataException($"The stored result of {jobId} does not have the hash {result.Hash} that it was stored with.");
    }

    public Task<UserRow?> GetUserAsync(string userId, CancellationToken cancellationToken = default) =>
        RowAsync($"SELECT {UserColumns} FROM users WHERE id = $1", ReadUser, userId, cancellationToken);

    public Task<UserRow?> FindUserAsync(string name, CancellationToken cancellationToken = default) =>
        RowAsync($"SELECT {UserColumns} FROM users WHERE name = $1", ReadUser, name, cancellationToken);

    public Task<IReadOnlyList<UserRow>> ListUsersAsync(CancellationToken cancellationToken = default) =>
        readers.QueryAsync<IReadOnlyList<UserRow>>(
            connection => Query.Rows(connection, $"SELECT {UserColumns} FROM users ORDER BY name", ReadUser), cancellationToken);

    public Task<ApiKeyRow?> GetApiKeyAsync(string keyHash, CancellationToken cancellationToken = default) =>
        RowAsync($"SELECT {KeyColumns} FROM api_keys WHERE key_hash = $1", ReadKey, keyHash, cancellationToken);

    public Task<IReadOnlyList<ApiKeyRow>> ListApiKeysAsync(string userId, CancellationToken cancellationToken = default) =>
        RowsAsync($"SELECT {KeyColumns} FROM api_keys WHERE user_id = $1 ORDER BY created_at DESC, key_hash", ReadKey, userId, cancellationToken);

    public Task<EnrollmentRow?> GetEnrollmentAsync(string peerId, CancellationToken cancellationToken = default) =>
        RowAsync($"SELECT {EnrollmentColumns} FROM enrollments WHERE peer_id = $1", ReadEnrollment, peerId, cancellationToken);

    public Task<(IReadOnlyList<EnrollmentRow> Items, long Total)> ListEnrollmentsAsync(
        string? trustTier = null, string? status = null, int page = 1, int pageSize = 50, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(page, 1);
        PageQuery.CheckLimit(pageSize);
        const string Where = "WHERE ($1 IS NULL OR trust_tier = $1) AND ($2 IS NULL OR status = $2)";
        return readers.QueryAsync<(IReadOnlyList<EnrollmentRow> Items, long Total)>(
            connection => (
                Query.Rows(
                    connection,
                    $"SELECT {EnrollmentColumns} FROM enrollments {Where} ORDER BY created_at DESC, id DESC LIMIT $3 OFFSET $4",
                    ReadEnrollment, trustTier, status, pageSize, (page - 1L) * pageSize),
                Query.Number(connection, $"SELECT count(*) FROM enrollments {Where}", trustTier, status)),
            cancellationToken);
    }

    public Task<WorkflowRunRow?> GetWorkflowRunAsync(string runId, CancellationToken cancellationToken = default) =>
        RowAsync($"SELECT {RunColumns} FROM workflow_runs WHERE id = $1", ReadRun, runId, cancellationToken);

    public Task<Page<WorkflowRunRow>> ListWorkflowRunsAsync(ListQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        return readers.QueryAsync(
            connection => PageQuery.Read(connection, "workflow_runs", RunColumns, ReadRun, run => Place(run.CreatedAt, run.Id), query),
            cancellationToken);
    }

    public Task<FinancialJobRow?> GetFinancialJobAsync(string jobId, CancellationToken cancellationToken = default) =>
        RowAsync($"SELECT {FinancialColumns} FROM financial_jobs WHERE id = $1", ReadFinancialJob, jobId, cancellationToken);

    public Task<Page<FinancialJobRow>> ListFinancialJobsAsync(ListQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        return readers.QueryAsync(
            connection => PageQuery.Read(connection, "financial_jobs", FinancialColumns, ReadFinancialJob, job => Place(job.CreatedAt, job.Id), query),
            cancellationToken);
    }

    public Task<IReadOnlyList<FidelitySampleRow>> ListFidelitySamplesAsync(
        string nodeId, DateTimeOffset since, int limit = 1000, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return readers.QueryAsync<IReadOnlyList<FidelitySampleRow>>(
            connection =>
            {
                List<FidelitySampleRow> samples = Query.Rows(
                    connection,
                    "SELECT node_id, service_type, fidelity, source, availability, sampled_at FROM fidelity_samples WHERE node_id = $1 AND sampled_at >= $2 ORDER BY sampled_at DESC, id DESC LIMIT $3",
                    reader => new FidelitySampleRow(
                        reader.GetString(0), reader.GetString(1), reader.GetDouble(2), reader.GetString(3), reader.Flag(4), reader.Time(5)),
                    nodeId, since, limit);
                samples.Reverse();
                return samples;
            },
            cancellationToken);
    }

    private static Cursor Place(DateTimeOffset time, string id) => new(StoredTime.ToMicroseconds(time), id);

    private static JobRecord ReadJob(SqliteDataReader reader) => new(
        reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.Text(3), reader.Text(4), reader.Text(5), reader.Text(6), reader.GetString(7),
        reader.Flag(8), reader.GetInt32(9), reader.TimeOrNull(10), reader.Text(11), reader.Time(12), reader.Time(13));

    private static ReservationEventRow ReadReservation(SqliteDataReader reader) => new(
        reader.GetString(0), reader.Text(1), reader.GetString(2), reader.GetString(3), reader.GetString(4), reader.Text(5), reader.Time(6));

    private static UserRow ReadUser(SqliteDataReader reader) => new(
        reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.Flag(3), reader.Time(4));

    private static ApiKeyRow ReadKey(SqliteDataReader reader) => new(
        reader.GetString(0), reader.GetString(1), reader.Text(2), reader.Time(3), reader.TimeOrNull(4));

    private static EnrollmentRow ReadEnrollment(SqliteDataReader reader) => new(
        reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetString(4), reader.GetString(5),
        reader.Text(6), reader.Text(7), reader.Text(8), reader.Time(9), reader.Time(10));

    private static WorkflowRunRow ReadRun(SqliteDataReader reader) => new(
        reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetString(4), reader.Time(5), reader.Time(6));

    private static FinancialJobRow ReadFinancialJob(SqliteDataReader reader) => new(
        reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.Text(4), reader.GetString(5), reader.Time(6), reader.Time(7));

    private Task<T?> RowAsync<T>(string sql, Func<SqliteDataReader, T> map, string key, CancellationToken cancellationToken)
        where T : class =>
        readers.QueryAsync(connection => Query.Row(connection, sql, map, key), cancellationToken);

    private Task<IReadOnlyList<T>> RowsAsync<T>(string sql, Func<SqliteDataReader, T> map, string key, CancellationToken cancellationToken) =>
        readers.QueryAsync<IReadOnlyList<T>>(connection => Query.Rows(connection, sql, map, key), cancellationToken);
}
