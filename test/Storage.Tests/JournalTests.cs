namespace Orleans.QuantumMesh.Storage.Tests;

public sealed class JournalTests : StorageTest
{
    [Fact]
    public async Task Events_come_back_as_they_were_appended()
    {
        var time = new DateTimeOffset(2026, 3, 1, 12, 30, 15, 123, 456, TimeSpan.FromHours(2));
        var appended = new JournalEvent("job.submitted", """{"text":"q ⟩ \u0000"}""", time);

        AppendResult result = await Journal.AppendAsync(new JournalBatch("job-1", 1, [appended, Event("job.planned")]), Cancel);

        IReadOnlyList<RecordedEvent> events = await Journal.ReadAsync("job-1", cancellationToken: Cancel);
        Assert.Equal(
            [
                new RecordedEvent(1, "job-1", 1, "job.submitted", appended.Payload, appended.OccurredAt),
                new RecordedEvent(2, "job-1", 2, "job.planned", "{}", Start),
            ],
            events);
        Assert.Equal(time, events[0].OccurredAt);
        Assert.Equal(new AppendResult(2, 2), result);
        Assert.Equal(2, await Journal.GetLastSequenceAsync("job-1", Cancel));
        Assert.Equal(0, await Journal.GetLastSequenceAsync("job-2", Cancel));
    }

    [Fact]
    public async Task A_time_is_cut_to_what_is_stored_before_anybody_sees_it()
    {
        var appended = new JournalEvent("a", "{}", Start.AddTicks(19));
        await Journal.AppendAsync(new JournalBatch("job-1", 1, [appended]), Cancel);

        Assert.Equal(Start.AddTicks(10), appended.OccurredAt);
        Assert.Equal(appended.OccurredAt, (await Journal.ReadAsync("job-1", cancellationToken: Cancel))[0].OccurredAt);
    }

    [Fact]
    public async Task Reading_goes_on_after_a_sequence_or_a_position()
    {
        await Journal.AppendAsync(Batch("a", 1, "a1", "a2"), Cancel);
        await Journal.AppendAsync(Batch("b", 1, "b1"), Cancel);
        await Journal.AppendAsync(Batch("a", 3, "a3"), Cancel);

        Assert.Equal(["a2", "a3"], (await Journal.ReadAsync("a", 1, cancellationToken: Cancel)).Select(e => e.Type));
        Assert.Equal(["a2"], (await Journal.ReadAsync("a", 1, 1, Cancel)).Select(e => e.Type));
        Assert.Equal(["a1", "a2", "b1"], (await Journal.ReadAllAsync(0, 3, Cancel)).Select(e => e.Type));
        Assert.Equal(["b1", "a3"], (await Journal.ReadAllAsync(2, 10, Cancel)).Select(e => e.Type));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(99)]
    public async Task A_stream_goes_on_only_at_its_next_sequence(long expected)
    {
        await Journal.AppendAsync(Batch("job-1", 1, "a", "b"), Cancel);

        JournalConflictException conflict = await Assert.ThrowsAsync<JournalConflictException>(
            () => Journal.AppendAsync(Batch("job-1", expected, "c") with { Changes = [new UpsertJob(Job("job-1"))] }, Cancel));

        Assert.Equal((JournalConflictKind.Sequence, "job-1", expected, 3L), (conflict.Kind, conflict.Stream, conflict.ExpectedNextSequence, conflict.ActualNextSequence));
        Assert.Equal(2, await Journal.GetLastSequenceAsync("job-1", Cancel));
        Assert.Null(await Storage.ReadModels.GetJobAsync("job-1", Cancel));
    }

    [Fact]
    public async Task Of_many_writers_to_one_sequence_exactly_one_wins_and_other_streams_go_on()
    {
        Task<AppendResult>[] rivals = [.. Enumerable.Range(0, 64).Select(i => Journal.AppendAsync(Batch("contested", 1, $"rival-{i}"), Cancel))];
        Task<AppendResult>[] others = [.. Enumerable.Range(0, 64).Select(i => Journal.AppendAsync(Batch($"other-{i}", 1, "a"), Cancel))];

        await Task.WhenAll(others);
        await Assert.ThrowsAsync<JournalConflictException>(() => Task.WhenAll(rivals));

        Assert.Equal(1, rivals.Count(rival => rival.IsCompletedSuccessfully));
        Assert.All(rivals.Where(rival => !rival.IsCompletedSuccessfully), rival => Assert.IsType<JournalConflictException>(rival.Exception!.InnerException));
        Assert.Single(await Journal.ReadAsync("contested", cancellationToken: Cancel));
        Assert.Equal(63, Journal.Statistics.Conflicts);
        Assert.Equal(65, Journal.Statistics.Events);
    }

    [Fact]
    public async Task What_comes_while_a_commit_runs_goes_into_one_commit()
    {
        var running = new TaskCompletionSource();
        var goOn = new ManualResetEventSlim();
        await Journal.AppendAsync(Batch("first", 1, "a"), Cancel);

        Task<long> rebuild = Journal.RebuildReadModelsAsync(new Stalling(running, goOn), Cancel);
        await running.Task;
        Task<AppendResult>[] waiting = [.. Enumerable.Range(0, 600).Select(i => Journal.AppendAsync(Batch($"s-{i}", 1, "a"), Cancel))];
        long before = Journal.Statistics.Commits;
        goOn.Set();
        await Task.WhenAll(waiting);
        await rebuild;

        Assert.Equal(256, Journal.Statistics.LargestGroup);
        Assert.Equal(3, Journal.Statistics.Commits - before);
    }

    [Fact]
    public async Task Batches_appended_together_stand_or_fall_together()
    {
        await Journal.AppendAsync(Batch("b", 1, "b1"), Cancel);

        await Assert.ThrowsAsync<JournalConflictException>(() => Journal.AppendTogetherAsync([Batch("a", 1, "a1"), Batch("b", 1, "again")], Cancel));
        Assert.Empty(await Journal.ReadAsync("a", cancellationToken: Cancel));

        AppendResult result = await Journal.AppendTogetherAsync([Batch("a", 1, "a1"), Batch("b", 2, "b2")], Cancel);
        Assert.Equal(2, result.LastSequence);
        Assert.Equal(["b1", "a1", "b2"], (await Journal.ReadAllAsync(0, 10, Cancel)).Select(e => e.Type));
    }

    [Fact]
    public async Task A_cancelled_append_was_not_written()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Journal.AppendAsync(Batch("a", 1, "a1"), new CancellationToken(canceled: true)));
        Assert.Empty(await Journal.ReadAsync("a", cancellationToken: Cancel));
    }

    [Fact]
    public async Task An_append_that_is_cancelled_while_it_waits_is_not_written()
    {
        var running = new TaskCompletionSource();
        var goOn = new ManualResetEventSlim();
        await Journal.AppendAsync(Batch("first", 1, "a"), Cancel);
        Task<long> rebuild = Journal.RebuildReadModelsAsync(new Stalling(running, goOn), Cancel);
        await running.Task;
        using var stop = new CancellationTokenSource();

        Task<AppendResult> cancelled = Journal.AppendAsync(Batch("a", 1, "a1"), stop.Token);
        Task<AppendResult> other = Journal.AppendAsync(Batch("b", 1, "b1"), Cancel);
        await stop.CancelAsync();
        goOn.Set();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        await other;
        await rebuild;
        Assert.Empty(await Journal.ReadAsync("a", cancellationToken: Cancel));
    }

    [Fact]
    public async Task Closing_writes_out_what_waits_and_then_refuses()
    {
        Task<AppendResult>[] waiting = [.. Enumerable.Range(0, 3000).Select(i => Journal.AppendAsync(Batch($"s-{i}", 1, "a"), Cancel))];
        IJournal closed = Journal;
        await ReopenAsync();

        await Task.WhenAll(waiting);
        Assert.Equal(3000, (await Journal.ReadAllAsync(0, 10_000, Cancel)).Count);
        JournalUnavailableException refusal = await Assert.ThrowsAsync<JournalUnavailableException>(() => closed.AppendAsync(Batch("late", 1, "a"), Cancel));
        Assert.Contains("closed", refusal.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<JournalUnavailableException>(() => closed.ReadAsync("late", cancellationToken: Cancel));
    }

    [Fact]
    public async Task A_full_queue_makes_writers_wait_and_loses_nothing()
    {
        using var folder = new TemporaryFolder();
        await using EmbeddedStorage small = EmbeddedStorage.Open(new StorageOptions { DataFolder = folder.Path, QueueLimit = 2, LargestGroup = 4 });

        await Task.WhenAll(Enumerable.Range(0, 500).Select(i => small.Journal.AppendAsync(Batch($"s-{i}", 1, "a", "b"), Cancel)));

        Assert.Equal(1000, small.Journal.Statistics.Events);
        Assert.InRange(small.Journal.Statistics.LargestGroup, 2, 4);
    }

    [Fact]
    public async Task A_batch_larger_than_a_group_is_written_whole()
    {
        await Journal.AppendAsync(Batch("a", 1, [.. Enumerable.Range(0, 1000).Select(i => $"e{i}")]), Cancel);
        Assert.Equal(1000, await Journal.GetLastSequenceAsync("a", Cancel));
        Assert.Equal(Enumerable.Range(0, 1000).Select(i => $"e{i}"), (await Journal.ReadAsync("a", cancellationToken: Cancel)).Select(e => e.Type));
    }

    [Fact]
    public async Task Only_groups_with_a_full_batch_wait_for_the_disk()
    {
        await Journal.AppendAsync(Batch("a", 1, "a1"), Cancel);
        await Journal.AppendAsync(Batch("a", 2, "a2") with { Durability = JournalDurability.Full }, Cancel);
        await Journal.AppendAsync(Batch("a", 3, "a3"), Cancel);

        Assert.Equal((3, 1), (Journal.Statistics.Commits, Journal.Statistics.DurableCommits));
    }

    private sealed class Stalling(TaskCompletionSource running, ManualResetEventSlim goOn) : IEventProjector
    {
        public IReadOnlyCollection<ReadModelTable> Tables => [];

        public IReadOnlyList<RowChange> Project(RecordedEvent recordedEvent)
        {
            running.TrySetResult();
            goOn.Wait(Cancel);
            return [];
        }
    }
}
