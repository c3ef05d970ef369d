namespace Orleans.QuantumMesh.Storage.Tests;

public sealed class IdempotencyTests : StorageTest
{
    private static readonly IdempotencyKey Key = new("user-1", "POST /api/v1/circuits/submit", "key-1");

    [Fact]
    public async Task A_key_answers_again_what_was_answered_first()
    {
        Assert.Null(await Journal.TryGetIdempotentAsync(Key, Cancel));
        Assert.True((await Journal.AppendAsync(Submission("job-1", "hash"), Cancel)).Written);

        AppendResult second = await Journal.AppendAsync(Submission("job-2", "another"), Cancel);

        Assert.False(second.Written);
        Assert.Equal(Record("job-1", "hash"), second.Existing);
        Assert.Equal(Record("job-1", "hash"), await Journal.TryGetIdempotentAsync(Key, Cancel));
        Assert.Empty(await Journal.ReadAsync("job-2", cancellationToken: Cancel));
        Assert.Null(await Storage.ReadModels.GetJobAsync("job-2", Cancel));
    }

    [Fact]
    public async Task Of_submissions_at_the_same_time_one_is_written_and_all_others_get_its_record()
    {
        AppendResult[] results = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Journal.AppendAsync(Submission($"job-{i}", "hash"), Cancel)));

        Assert.Single(results, result => result.Written);
        RecordedEvent only = Assert.Single(await Journal.ReadAllAsync(0, 1000, Cancel));
        Assert.All(results.Where(result => !result.Written), result => Assert.Equal(Record(only.Stream, "hash"), result.Existing));
    }

    [Theory]
    [InlineData("user-2", "POST /api/v1/circuits/submit", "key-1")]
    [InlineData("user-1", "POST /api/v1/reservations", "key-1")]
    [InlineData("user-1", "POST /api/v1/circuits/submit", "KEY-1")]
    public async Task Another_user_route_or_text_is_another_key(string user, string route, string text)
    {
        await Journal.AppendAsync(Submission("job-1", "hash"), Cancel);
        var other = new IdempotencyKey(user, route, text);

        Assert.Null(await Journal.TryGetIdempotentAsync(other, Cancel));
        Assert.True((await Journal.AppendAsync(Submission("job-2", "hash") with { Idempotency = Record("job-2", "hash") with { Key = other } }, Cancel)).Written);
    }

    [Fact]
    public async Task A_key_is_forgotten_after_a_day()
    {
        await Journal.AppendAsync(Submission("job-1", "hash"), Cancel);

        Clock.Advance(TimeSpan.FromHours(24) - TimeSpan.FromMilliseconds(1));
        Assert.False((await Journal.AppendAsync(Submission("job-2", "hash"), Cancel)).Written);

        Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Null(await Journal.TryGetIdempotentAsync(Key, Cancel));
        Assert.True((await Journal.AppendAsync(Submission("job-2", "hash"), Cancel)).Written);
        Assert.Equal(Record("job-2", "hash"), await Journal.TryGetIdempotentAsync(Key, Cancel));
    }

    [Fact]
    public async Task A_key_outlives_the_process()
    {
        await Journal.AppendAsync(Submission("job-1", "hash"), Cancel);
        await ReopenAsync();
        Assert.Equal(Record("job-1", "hash"), await Journal.TryGetIdempotentAsync(Key, Cancel));
    }

    [Fact]
    public async Task A_submission_in_conflict_leaves_its_key_free()
    {
        await Journal.AppendAsync(Batch("job-1", 1, "a"), Cancel);
        await Assert.ThrowsAsync<JournalConflictException>(() => Journal.AppendAsync(Submission("job-1", "hash"), Cancel));
        Assert.Null(await Journal.TryGetIdempotentAsync(Key, Cancel));
    }

    [Theory]
    [InlineData("", "route", "text")]
    [InlineData("user", " ", "text")]
    [InlineData("user", "route", "")]
    public void A_key_with_an_empty_part_is_refused(string user, string route, string text) =>
        Assert.ThrowsAny<ArgumentException>(() => new IdempotencyKey(user, route, text));

    private IdempotencyRecord Record(string jobId, string hash) => new(Key, hash, $$"""{"job_id":"{{jobId}}"}""", Clock.GetUtcNow());

    private JournalBatch Submission(string jobId, string hash) => Batch(jobId, 1, "job.submitted") with
    {
        Changes = [new UpsertJob(Job(jobId))],
        Idempotency = Record(jobId, hash),
        Durability = JournalDurability.Full,
    };
}
