using CsCheck;

namespace Orleans.QuantumMesh.Storage.Tests;

public sealed class PagingTests : StorageTest
{
    private static readonly string[] Owners = ["ada", "bob"];
    private static readonly string[] States = ["QUEUED", "EXECUTING", "COMPLETED", "FAILED"];

    // Few seconds and many jobs, so that times are often equal and the id decides.
    private static readonly Gen<(int Second, int Owner, int State)[]> Jobs =
        Gen.Select(Gen.Int[0, 5], Gen.Int[0, 1], Gen.Int[0, 3]).Array[0, 40];

    private int _samples;

    [Fact]
    public async Task Pages_put_together_are_the_list_newest_first()
    {
        Gen<((int, int, int)[] Jobs, int Limit, int Owner, bool[] States)> gen =
            Gen.Select(Jobs, Gen.Int[1, 9], Gen.Int[0, 2], Gen.Bool.Array[4]);
        await gen.SampleAsync(
            async sample =>
            {
                string batch = $"batch-{Interlocked.Increment(ref _samples)}";
                JobRecord[] jobs = await InsertAsync(batch, sample.Jobs);
                var query = new JobListQuery
                {
                    BatchId = batch,
                    Limit = sample.Limit,
                    Owner = sample.Owner < 2 ? Owners[sample.Owner] : null,
                    Statuses = [.. States.Where((_, index) => sample.States[index])],
                };
                string[] expected = [.. jobs
                    .Where(job => query.Owner is null || job.Owner == query.Owner)
                    .Where(job => query.Statuses.Count == 0 || query.Statuses.Contains(job.Status))
                    .OrderByDescending(job => job.CreatedAt).ThenByDescending(job => job.Id, StringComparer.Ordinal)
                    .Select(job => job.Id)];

                Assert.Equal(expected, await ReadAllAsync(query, () => Task.CompletedTask));
            },
            iter: 100,
            threads: 1);
    }

    [Fact]
    public async Task Jobs_that_come_while_somebody_pages_shift_nothing()
    {
        JobRecord[] jobs = await InsertAsync("batch", [.. Enumerable.Range(0, 20).Select(i => (i % 3, 0, 0))]);
        int added = 0;

        List<string> seen = await ReadAllAsync(
            new JobListQuery { Limit = 3 },
            () => Journal.AppendAsync(JournalBatch.OfChanges(new UpsertJob(Job($"new-{added++}", createdAt: Start.AddHours(1)))), Cancel));

        Assert.Equal(jobs.OrderByDescending(job => job.CreatedAt).ThenByDescending(job => job.Id, StringComparer.Ordinal).Select(job => job.Id), seen);
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("%%%")]
    [InlineData("MTIz")]
    [InlineData("Ojo6")]
    public async Task A_cursor_that_no_page_gave_out_is_refused(string cursor) =>
        await Assert.ThrowsAsync<InvalidCursorException>(() => Storage.ReadModels.ListJobsAsync(new JobListQuery { Cursor = cursor }, Cancel));

    [Theory]
    [InlineData(0)]
    [InlineData(201)]
    public async Task A_limit_outside_1_to_200_is_refused(int limit) =>
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Storage.ReadModels.ListJobsAsync(new JobListQuery { Limit = limit }, Cancel));

    [Fact]
    public async Task Text_in_filters_is_never_read_as_sql()
    {
        await InsertAsync("batch", [(0, 0, 0)]);
        Page<JobRecord> page = await Storage.ReadModels.ListJobsAsync(
            new JobListQuery { Owner = "' OR 1=1 --", Statuses = ["x' OR '1'='1"], BatchId = "'; DROP TABLE jobs; --" }, Cancel);
        Assert.Empty(page.Items);
        Assert.Single((await Storage.ReadModels.ListJobsAsync(new JobListQuery(), Cancel)).Items);
    }

    private async Task<JobRecord[]> InsertAsync(string batch, (int Second, int Owner, int State)[] jobs)
    {
        JobRecord[] rows = [.. jobs.Select((job, index) =>
            Job($"job-{batch}-{(index * 7) % 41:00}", States[job.State], Owners[job.Owner], Start.AddSeconds(job.Second)) with { BatchId = batch })];
        await Journal.AppendAsync(JournalBatch.OfChanges([.. rows.Select(row => new UpsertJob(row))]), Cancel);
        return rows;
    }

    private async Task<List<string>> ReadAllAsync(JobListQuery query, Func<Task> between)
    {
        var seen = new List<string>();
        while (true)
        {
            Page<JobRecord> page = await Storage.ReadModels.ListJobsAsync(query, Cancel);
            Assert.InRange(page.Items.Count, 0, query.Limit);
            seen.AddRange(page.Items.Select(job => job.Id));
            if (page.NextCursor is null)
            {
                return seen;
            }

            query = query with { Cursor = page.NextCursor };
            await between();
        }
    }
}
