using Microsoft.Data.Sqlite;

namespace Orleans.QuantumMesh.Storage.Sqlite;

/// <summary>Applies row changes on the writer's connection; statements are prepared at their first use. Not thread-safe.</summary>
internal sealed class RowChangeWriter(SqliteConnection connection) : IDisposable
{
    private readonly Dictionary<string, Statement> _statements = [];

    /// <summary>Applies one change.</summary>
    /// <exception cref="SqliteException">A constraint is violated, or the store failed.</exception>
    public void Apply(RowChange change)
    {
        switch (change)
        {
            case UpsertJob(var row):
                if (row.UpdatedAt != row.CreatedAt && Progressed(row))
                {
                    break;
                }

                Upsert(
                    "jobs",
                    ["id", "owner", "status", "plan_id", "label", "error", "progress", "circuit_preview", "result_available", "priority", "deadline", "batch_id", "created_at", "updated_at"],
                    row.Id, row.Owner, row.Status, row.PlanId, row.Label, row.Error, row.Progress, row.CircuitPreview, row.ResultAvailable, row.Priority, row.Deadline, row.BatchId, row.CreatedAt, row.UpdatedAt);
                break;
            case InsertJobCircuit(var row):
                Insert("job_circuits", ["job_id", "circuit_text", "submission", "created_at"], row.JobId, row.CircuitText, row.Submission, row.CreatedAt);
                break;
            case InsertExecutionPlan(var row):
                Insert(
                    "execution_plans",
                    ["plan_id", "job_id", "revision", "content_hash", "quality_snapshot_id", "document", "created_at"],
                    row.PlanId, row.JobId, row.Revision, row.ContentHash, row.QualitySnapshotId, row.Document, row.CreatedAt);
                break;
            case InsertPlanSnapshot(var row):
                Run(
                    "INSERT INTO plan_snapshots (quality_snapshot_id, document, created_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
                    row.QualitySnapshotId, row.Document, row.CreatedAt);
                break;
            case InsertReservationEvent(var row):
                Insert(
                    "reservation_events",
                    ["reservation_id", "job_id", "fragment_id", "node_id", "transition", "detail", "occurred_at"],
                    row.ReservationId, row.JobId, row.FragmentId, row.NodeId, row.Transition, row.Detail, row.OccurredAt);
                break;
            case InsertExecutionEvent(var row):
                Insert(
                    "execution_events",
                    ["job_id", "fragment_id", "attempt", "node_id", "execution_id", "transition", "completed", "detail", "occurred_at"],
                    row.JobId, row.FragmentId, row.Attempt, row.NodeId, row.ExecutionId, row.Transition, row.Completed, row.Detail, row.OccurredAt);
                break;
            case PutCompressedResult result:
                Upsert("results", ["job_id", "document", "hash", "created_at"], result.JobId, result.Document, result.Hash, result.CreatedAt);
                break;
            case PutResult(var row):
                Apply(Compress(row));
                break;
            case UpsertUser(var row):
                Upsert("users", ["id", "name", "role", "disabled", "created_at"], row.Id, row.Name, row.Role, row.Disabled, row.CreatedAt);
                break;
            case UpsertApiKey(var row):
                Upsert("api_keys", ["key_hash", "user_id", "label", "created_at", "revoked_at"], row.KeyHash, row.UserId, row.Label, row.CreatedAt, row.RevokedAt);
                break;
            case UpsertEnrollment(var row):
                Upsert(
                    "enrollments",
                    ["id", "peer_id", "owner_user_id", "trust_tier", "status", "capability_summary", "reason", "actor", "document", "created_at", "updated_at"],
                    row.Id, row.PeerId, row.OwnerUserId, row.TrustTier, row.Status, row.CapabilitySummary, row.Reason, row.Actor, row.Document, row.CreatedAt, row.UpdatedAt);
                break;
            case UpsertWorkflowRun(var row):
                Upsert(
                    "workflow_runs",
                    ["id", "owner", "workflow_type", "status", "document", "created_at", "updated_at"],
                    row.Id, row.Owner, row.WorkflowType, row.Status, row.Document, row.CreatedAt, row.UpdatedAt);
                break;
            case UpsertFinancialJob(var row):
                Upsert(
                    "financial_jobs",
                    ["id", "owner", "problem_type", "status", "error", "document", "created_at", "updated_at"],
                    row.Id, row.Owner, row.ProblemType, row.Status, row.Error, row.Document, row.CreatedAt, row.UpdatedAt);
                break;
            case InsertFidelitySample(var row):
                Insert(
                    "fidelity_samples",
                    ["node_id", "service_type", "fidelity", "source", "availability", "sampled_at"],
                    row.NodeId, row.ServiceType, row.Fidelity, row.Source, row.Availability, row.SampledAt);
                break;
            case PutDocument(var document):
                Upsert(Tables.Of(document.Kind), ["id", "document", "updated_at"], document.Id, document.Json, document.UpdatedAt);
                break;
            case DeleteDocument(var kind, var id):
                Run($"DELETE FROM {Tables.Of(kind)} WHERE id = $1", id);
                break;
            case SetProjectionOffset(var projection, var position):
                Run(
                    "INSERT INTO projection_offsets (projection, position) VALUES ($1, $2) ON CONFLICT DO UPDATE SET position = max(position, excluded.position)",
                    projection, position);
                break;
            default:
                throw new NotSupportedException($"The row change {change.GetType().Name} is not known to this store.");
        }
    }

    /// <summary>Does the costly part of a change; may run on any thread.</summary>
    public static RowChange Prepare(RowChange change) => change is PutResult(var row) ? Compress(row) : change;

    public void Empty(ReadModelTable table) => Run($"DELETE FROM {Tables.Of(table)}");

    public void Dispose()
    {
        foreach (Statement statement in _statements.Values)
        {
            statement.Dispose();
        }

        _statements.Clear();
    }

    private static PutCompressedResult Compress(ResultRow row) =>
        new(row.JobId, DocumentCompression.Compress(row.Document), row.Hash, row.CreatedAt);

    private void Insert(string table, ReadOnlySpan<string> columns, params ReadOnlySpan<object?> values) =>
        Write("insert:", table, columns, values, replace: false);

    private void Upsert(string table, ReadOnlySpan<string> columns, params ReadOnlySpan<object?> values) =>
        Write("upsert:", table, columns, values, replace: true);

    private void Write(string form, string table, ReadOnlySpan<string> columns, ReadOnlySpan<object?> values, bool replace)
    {
        string key = form + table;
        if (!_statements.TryGetValue(key, out Statement? statement))
        {
            _statements[key] = statement = new Statement(connection, Text(table, columns, replace), columns.Length);
        }

        statement.Execute(values);
    }

    private static string Text(string table, ReadOnlySpan<string> columns, bool replace)
    {
        string[] names = columns.ToArray();
        string insert = $"INSERT INTO {table} ({string.Join(", ", names)}) VALUES ({string.Join(", ", names.Select((_, index) => FormattableString.Invariant($"${index + 1}")))})";
        return replace
            ? $"{insert} ON CONFLICT ({names[0]}) DO UPDATE SET {string.Join(", ", names.Skip(1).Select(name => $"{name} = excluded.{name}"))}"
            : insert;
    }

    // Most changes of a job leave its place in all lists but one: three of four indexes are not written then.
    private bool Progressed(JobRecord row) => Run(
        """
        UPDATE jobs SET plan_id = $1, label = $2, error = $3, progress = $4, circuit_preview = $5, result_available = $6, priority = $7, deadline = $8, updated_at = $9
        WHERE id = $10 AND status = $11 AND owner = $12 AND created_at = $13 AND batch_id IS $14
        """,
        row.PlanId, row.Label, row.Error, row.Progress, row.CircuitPreview, row.ResultAvailable, row.Priority, row.Deadline, row.UpdatedAt, row.Id, row.Status, row.Owner, row.CreatedAt, row.BatchId) > 0;

    private int Run(string sql, params ReadOnlySpan<object?> values)
    {
        if (!_statements.TryGetValue(sql, out Statement? statement))
        {
            _statements[sql] = statement = new Statement(connection, sql, values.Length);
        }

        return statement.Execute(values);
    }
}
