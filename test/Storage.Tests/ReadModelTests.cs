namespace Orleans.QuantumMesh.Storage.Tests;

public sealed class ReadModelTests : StorageTest
{
    private IReadModels Models => Storage.ReadModels;

    [Fact]
    public async Task A_job_comes_back_as_written_and_as_last_written()
    {
        JobRecord queued = Job("job-1");
        JobRecord done = new(
            "job-1", "ada", "COMPLETED", "plan-1", "my ⟩ label", "none", """{"completed_fragments":3}""", "OPENQASM 3;", true, 77, Start.AddMinutes(10), "batch-1", Start, Start.AddSeconds(5));
        await ChangeAsync(new UpsertJob(queued));
        Assert.Equal(queued, await Models.GetJobAsync("job-1", Cancel));

        await ChangeAsync(new UpsertJob(done));
        Assert.Equal(done, await Models.GetJobAsync("job-1", Cancel));
        Assert.Null(await Models.GetJobAsync("job-2", Cancel));
    }

    [Fact]
    public async Task A_job_that_goes_on_in_its_state_comes_back_as_last_written()
    {
        JobRecord begun = Job("job-1");
        JobRecord further = begun with { Progress = """{"completed_fragments":2}""", PlanId = "plan-1", Label = "other", Priority = 9, UpdatedAt = begun.CreatedAt.AddSeconds(3) };
        await ChangeAsync(new UpsertJob(begun), new UpsertJob(further));
        Assert.Equal(further, await Models.GetJobAsync("job-1", Cancel));

        JobRecord moved = further with { BatchId = "batch-2", UpdatedAt = begun.CreatedAt.AddSeconds(4) };
        await ChangeAsync(new UpsertJob(moved));
        Assert.Equal(moved, await Models.GetJobAsync("job-1", Cancel));

        JobRecord late = Job("job-2") with { UpdatedAt = begun.CreatedAt.AddSeconds(5) };
        await ChangeAsync(new UpsertJob(late));
        Assert.Equal(late, await Models.GetJobAsync("job-2", Cancel));
    }

    [Fact]
    public async Task Documents_of_a_job_come_back_as_written()
    {
        var circuit = new JobCircuitRow("job-1", "OPENQASM 3;\nqubit q;", """{"shots":1024}""", Start);
        var plan = new ExecutionPlanRow("plan-1", "job-1", 1, "sha256:ab", "quality-1", """{"fragments":{}}""", Start);
        var snapshot = new PlanSnapshotRow("quality-1", """{"rows":[]}""", Start);
        ResultRow result = ResultRow.Create("job-1", $$"""{"text":"{{new string('x', 200_000)}}⟩"}""", Start);
        await ChangeAsync(new InsertJobCircuit(circuit), new InsertExecutionPlan(plan), new InsertPlanSnapshot(snapshot), new PutResult(result));

        Assert.Equal(circuit, await Models.GetJobCircuitAsync("job-1", Cancel));
        Assert.Equal(plan, await Models.GetPlanAsync("plan-1", Cancel));
        Assert.Equal(snapshot, await Models.GetPlanSnapshotAsync("quality-1", Cancel));
        Assert.Equal(result, await Models.GetResultAsync("job-1", Cancel));
        Assert.Null(await Models.GetResultAsync("job-2", Cancel));
    }

    [Fact]
    public async Task A_result_is_compressed_at_rest()
    {
        await ChangeAsync(new PutResult(ResultRow.Create("job-1", new string('0', 5_000_000), Start)));
        await Storage.DisposeAsync();
        Assert.InRange(new FileInfo(Path.Combine(Folder, "journal.db")).Length, 1, 1_000_000);
    }

    [Fact]
    public async Task A_result_that_does_not_have_its_hash_is_not_given_out()
    {
        await ChangeAsync(new PutResult(ResultRow.Create("job-1", "{}", Start) with { Hash = "wrong" }));
        InvalidDataException refusal = await Assert.ThrowsAsync<InvalidDataException>(() => Models.GetResultAsync("job-1", Cancel));
        Assert.Contains("job-1", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_snapshot_is_stored_once_for_its_content()
    {
        var first = new PlanSnapshotRow("quality-1", "{}", Start);
        await ChangeAsync(new InsertPlanSnapshot(first));
        await ChangeAsync(new InsertPlanSnapshot(first with { CreatedAt = Start.AddDays(1) }));
        Assert.Equal(first, await Models.GetPlanSnapshotAsync("quality-1", Cancel));
    }

    [Fact]
    public async Task A_plan_is_never_replaced()
    {
        var plan = new ExecutionPlanRow("plan-1", "job-1", 1, "hash", "quality-1", "{}", Start);
        await ChangeAsync(new InsertExecutionPlan(plan));

        JournalConflictException conflict = await Assert.ThrowsAsync<JournalConflictException>(
            () => Journal.AppendAsync(Batch("job-1", 1, "a") with { Changes = [new InsertExecutionPlan(plan with { Document = "[]" })] }, Cancel));

        Assert.Equal(JournalConflictKind.Row, conflict.Kind);
        Assert.Equal(plan, await Models.GetPlanAsync("plan-1", Cancel));
        Assert.Empty(await Journal.ReadAsync("job-1", cancellationToken: Cancel));
    }

    [Fact]
    public async Task A_fragment_is_completed_once()
    {
        var done = new ExecutionEventRow("job-1", "frag-0001", 1, "node-a", "exec-1", "completed", true, """{"ok":true}""", Start);
        await Journal.AppendAsync(Batch("job-1", 1, "a") with { Changes = [new InsertExecutionEvent(done)] }, Cancel);

        JournalConflictException conflict = await Assert.ThrowsAsync<JournalConflictException>(
            () => Journal.AppendAsync(Batch("job-1", 2, "b") with { Changes = [new InsertExecutionEvent(done with { NodeId = "node-b", Attempt = 2 })] }, Cancel));
        Assert.Equal(JournalConflictKind.CompletedFragment, conflict.Kind);
        Assert.Contains("frag-0001", conflict.Message, StringComparison.Ordinal);

        ExecutionEventRow late = done with { NodeId = "node-b", Attempt = 2, Transition = "superseded", Completed = false, ExecutionId = null, Detail = null };
        ExecutionEventRow other = done with { JobId = "job-2" };
        ExecutionEventRow next = done with { FragmentId = "frag-0002" };
        await ChangeAsync(new InsertExecutionEvent(late), new InsertExecutionEvent(other), new InsertExecutionEvent(next));
        Assert.Equal([done, late, next], await Models.ListExecutionEventsAsync("job-1", Cancel));
    }

    [Fact]
    public async Task Reservations_are_listed_by_reservation_and_by_job_in_order()
    {
        var requested = new ReservationEventRow("res-1", "job-1", "frag-0001", "node-a", "REQUESTED", null, Start.AddSeconds(9));
        ReservationEventRow prepared = requested with { Transition = "PREPARED", Detail = """{"ttl":60}""", OccurredAt = Start };
        ReservationEventRow alone = requested with { ReservationId = "res-2", JobId = null };
        ReservationEventRow other = requested with { ReservationId = "res-3" };
        await ChangeAsync([.. new[] { requested, alone, prepared, other }.Select(row => new InsertReservationEvent(row))]);

        Assert.Equal([requested, prepared], await Models.ListReservationEventsAsync("res-1", Cancel));
        Assert.Equal([alone], await Models.ListReservationEventsAsync("res-2", Cancel));
        Assert.Equal([requested, prepared, other], await Models.ListJobReservationEventsAsync("job-1", Cancel));
    }

    [Fact]
    public async Task The_sweep_sees_unfinished_jobs_without_progress_longest_silent_first()
    {
        string[] states = ["QUEUED", "COMPILING", "RESERVING", "EXECUTING", "COMPLETED", "FAILED", "CANCELLED"];
        await ChangeAsync([.. Enumerable.Range(0, 140).Select(i => new UpsertJob(Job($"job-{i:000}", states[i % 7], updatedAt: Start.AddSeconds(-i))))]);
        string[] expected = [.. Enumerable.Range(0, 140).Where(i => i > 40 && i % 7 < 4).Reverse().Select(i => $"job-{i:000}")];

        Page<JobRecord> first = await Models.ListUnfinishedJobsAsync(Start.AddSeconds(-40), cancellationToken: Cancel);
        Page<JobRecord> second = await Models.ListUnfinishedJobsAsync(Start.AddSeconds(-40), cursor: first.NextCursor, cancellationToken: Cancel);

        Assert.Equal(32, first.Items.Count);
        Assert.Null(second.NextCursor);
        Assert.Equal(expected, first.Items.Concat(second.Items).Select(job => job.Id));
    }

    [Fact]
    public async Task Jobs_are_counted_by_state()
    {
        await ChangeAsync(new UpsertJob(Job("a")), new UpsertJob(Job("b")), new UpsertJob(Job("c", "FAILED", "ada")));
        Assert.Equal(new Dictionary<string, long> { ["QUEUED"] = 2, ["FAILED"] = 1 }, await Models.CountJobsAsync(cancellationToken: Cancel));
        Assert.Equal(new Dictionary<string, long> { ["FAILED"] = 1 }, await Models.CountJobsAsync("ada", Cancel));
    }

    [Fact]
    public async Task Users_and_keys()
    {
        var ada = new UserRow("user-1", "ada", "admin", false, Start);
        var bob = new UserRow("user-2", "bob", "viewer", true, Start);
        var old = new ApiKeyRow("hash-1", "user-1", null, Start, Start.AddDays(1));
        var young = new ApiKeyRow("hash-2", "user-1", "laptop", Start.AddDays(1), null);
        await ChangeAsync(new UpsertUser(bob), new UpsertUser(ada with { Role = "viewer" }), new UpsertUser(ada), new UpsertApiKey(old), new UpsertApiKey(young));

        Assert.Equal([ada, bob], await Models.ListUsersAsync(Cancel));
        Assert.Equal(ada, await Models.GetUserAsync("user-1", Cancel));
        Assert.Equal(bob, await Models.FindUserAsync("bob", Cancel));
        Assert.Null(await Models.FindUserAsync("Bob", Cancel));
        Assert.Equal(old, await Models.GetApiKeyAsync("hash-1", Cancel));
        Assert.Equal([young, old], await Models.ListApiKeysAsync("user-1", Cancel));
        await Assert.ThrowsAsync<JournalConflictException>(() => ChangeAsync(new UpsertUser(bob with { Id = "user-3" })));
    }

    [Fact]
    public async Task Enrollments_are_filtered_and_paged_with_their_number()
    {
        EnrollmentRow[] rows = [.. Enumerable.Range(0, 7).Select(i => new EnrollmentRow(
            $"enrollment-{i}", $"peer-{i}", "user-1", i % 2 == 0 ? "org_managed" : "public_untrusted", i < 5 ? "ready" : "pending", "{}", "why", "ada", null, Start.AddSeconds(i), Start))];
        await ChangeAsync([.. rows.Select(row => new UpsertEnrollment(row))]);

        (IReadOnlyList<EnrollmentRow> page, long total) = await Models.ListEnrollmentsAsync(page: 2, pageSize: 3, cancellationToken: Cancel);
        Assert.Equal(7, total);
        Assert.Equal([rows[3], rows[2], rows[1]], page);
        (page, total) = await Models.ListEnrollmentsAsync("org_managed", "ready", cancellationToken: Cancel);
        Assert.Equal(3, total);
        Assert.Equal([rows[4], rows[2], rows[0]], page);
        Assert.Equal(rows[6], await Models.GetEnrollmentAsync("peer-6", Cancel));
        await Assert.ThrowsAsync<JournalConflictException>(() => ChangeAsync(new UpsertEnrollment(rows[0] with { Id = "another" })));
    }

    [Fact]
    public async Task Workflow_runs_and_financial_jobs_come_back_newest_first()
    {
        WorkflowRunRow[] runs = [.. Enumerable.Range(0, 3).Select(i => new WorkflowRunRow($"run-{i}", "ada", "hybrid", "submitted", "{}", Start.AddSeconds(i), Start))];
        FinancialJobRow[] jobs = [.. Enumerable.Range(0, 3).Select(i => new FinancialJobRow($"fin-{i}", i == 1 ? "bob" : "ada", "portfolio_optimization", "failed", "why", "{}", Start.AddSeconds(i), Start))];
        await ChangeAsync([.. runs.Select(run => new UpsertWorkflowRun(run)), .. jobs.Select(job => new UpsertFinancialJob(job))]);

        Page<WorkflowRunRow> page = await Models.ListWorkflowRunsAsync(new ListQuery { Limit = 2 }, Cancel);
        Assert.Equal([runs[2], runs[1]], page.Items);
        Assert.Equal([runs[0]], (await Models.ListWorkflowRunsAsync(new ListQuery { Limit = 2, Cursor = page.NextCursor }, Cancel)).Items);
        Assert.Equal(runs[1], await Models.GetWorkflowRunAsync("run-1", Cancel));
        Assert.Equal([jobs[2], jobs[0]], (await Models.ListFinancialJobsAsync(new ListQuery { Owner = "ada", Statuses = ["failed"] }, Cancel)).Items);
        Assert.Equal(jobs[1], await Models.GetFinancialJobAsync("fin-1", Cancel));
    }

    [Fact]
    public async Task Fidelity_samples_are_a_time_series_of_a_node()
    {
        FidelitySampleRow[] samples = [.. Enumerable.Range(0, 10).Select(i => new FidelitySampleRow("node-a", "cnot", 0.9 + (i / 1000.0), i % 2 == 0 ? "advertised" : "observed", true, Start.AddSeconds(i)))];
        await ChangeAsync([.. samples.Reverse().Select(sample => new InsertFidelitySample(sample)), new InsertFidelitySample(samples[0] with { NodeId = "node-b" })]);

        Assert.Equal(samples, await Models.ListFidelitySamplesAsync("node-a", Start, cancellationToken: Cancel));
        Assert.Equal(samples[7..], await Models.ListFidelitySamplesAsync("node-a", Start.AddSeconds(3), 3, Cancel));
    }

    [Fact]
    public async Task Projections_are_stored_replaced_removed_and_say_how_far_they_have_read()
    {
        var peer = new ProjectionDocument(ProjectionKind.PeerCapabilities, "peer-1", """{"services":[]}""", Start);
        ProjectionDocument younger = peer with { Id = "peer-2", UpdatedAt = Start.AddSeconds(1) };
        await Storage.Projections.WriteAsync([peer with { Json = "{}" }, younger], offset: new SetProjectionOffset("registry", 12), cancellationToken: Cancel);
        await Storage.Projections.WriteAsync([peer], offset: new SetProjectionOffset("registry", 5), cancellationToken: Cancel);

        Assert.Equal([younger, peer], await Storage.Projections.ListAsync(ProjectionKind.PeerCapabilities, cancellationToken: Cancel));
        Assert.Equal(peer, await Storage.Projections.GetAsync(ProjectionKind.PeerCapabilities, "peer-1", Cancel));
        Assert.Null(await Storage.Projections.GetAsync(ProjectionKind.BenchmarkResults, "peer-1", Cancel));
        Assert.Equal(12, await Storage.Projections.GetOffsetAsync("registry", Cancel));
        Assert.Equal(0, await Storage.Projections.GetOffsetAsync("other", Cancel));

        await Storage.Projections.WriteAsync([], [new DeleteDocument(ProjectionKind.PeerCapabilities, "peer-1")], cancellationToken: Cancel);
        Assert.Equal([younger], await Storage.Projections.ListAsync(ProjectionKind.PeerCapabilities, cancellationToken: Cancel));
    }

    [Theory]
    [InlineData(ProjectionKind.PeerCapabilities)]
    [InlineData(ProjectionKind.TopologyProjections)]
    [InlineData(ProjectionKind.BenchmarkResults)]
    [InlineData(ProjectionKind.ProvenanceBundles)]
    public async Task A_document_can_change_in_the_transaction_of_the_events_it_follows_from(ProjectionKind kind)
    {
        var document = new ProjectionDocument(kind, "id-1", """{"a":1}""", Start);
        await Journal.AppendAsync(Batch("bench-1", 1, "a") with { Changes = [new PutDocument(document), new SetProjectionOffset("p", 1)] }, Cancel);
        await Assert.ThrowsAsync<JournalConflictException>(
            () => Journal.AppendAsync(Batch("bench-1", 1, "a") with { Changes = [new DeleteDocument(kind, "id-1")] }, Cancel));

        Assert.Equal(document, await Storage.Projections.GetAsync(kind, "id-1", Cancel));
    }

    [Fact]
    public async Task The_stores_say_that_they_are_ready()
    {
        PersistenceStatus status = await Storage.Health.CheckAsync(Cancel);
        Assert.True(status.Ready);
        Assert.Equal(("sqlite", "ready", true), (status.Postgres.Backend, status.Postgres.Mode, status.Postgres.Reachable));
        Assert.Equal(("sqlite", "ready", true), (status.Mongodb.Backend, status.Mongodb.Mode, status.Mongodb.Reachable));
        Assert.Equal(("jsonl", "ready", true), (status.PeerLog.Backend, status.PeerLog.Mode, status.PeerLog.Reachable));

        await Storage.DisposeAsync();
        status = await Storage.Health.CheckAsync(Cancel);
        Assert.False(status.Ready);
        Assert.Equal(("unavailable", false), (status.Postgres.Mode, status.Postgres.Reachable));
    }

    private Task ChangeAsync(params RowChange[] changes) => Journal.AppendAsync(JournalBatch.OfChanges(changes), Cancel);
}
