namespace Orleans.QuantumMesh.Storage.Tests;

public sealed class RebuildTests : StorageTest
{
    [Fact]
    public async Task Read_models_come_back_from_the_journal()
    {
        for (int i = 0; i < 2500; i++)
        {
            _ = Journal.AppendAsync(Batch($"job-{i % 100}", (i / 100) + 1, i < 2400 ? "EXECUTING" : "COMPLETED"), Cancel);
        }

        await Journal.AppendAsync(JournalBatch.OfChanges(new UpsertJob(Job("stale")), new UpsertUser(new UserRow("user-1", "ada", "admin", false, Start))), Cancel);

        Assert.Equal(2500, await Journal.RebuildReadModelsAsync(new JobsFromTypes(), Cancel));

        Assert.Null(await Storage.ReadModels.GetJobAsync("stale", Cancel));
        Assert.Equal(new Dictionary<string, long> { ["COMPLETED"] = 100 }, await Storage.ReadModels.CountJobsAsync(cancellationToken: Cancel));
        Assert.NotNull(await Storage.ReadModels.GetUserAsync("user-1", Cancel));
    }

    [Fact]
    public async Task A_rebuild_that_fails_leaves_everything_as_it_was()
    {
        await Journal.AppendAsync(Batch("job-1", 1, "QUEUED") with { Changes = [new UpsertJob(Job("job-1"))] }, Cancel);

        InvalidOperationException error = await Assert.ThrowsAsync<InvalidOperationException>(() => Journal.RebuildReadModelsAsync(new Failing(), Cancel));

        Assert.Equal("cannot read this", error.Message);
        Assert.NotNull(await Storage.ReadModels.GetJobAsync("job-1", Cancel));
        await Journal.AppendAsync(Batch("job-1", 2, "a"), Cancel);
    }

    private sealed class JobsFromTypes : IEventProjector
    {
        public IReadOnlyCollection<ReadModelTable> Tables => [ReadModelTable.Jobs];

        public IReadOnlyList<RowChange> Project(RecordedEvent recordedEvent) => [new UpsertJob(Job(recordedEvent.Stream, recordedEvent.Type))];
    }

    private sealed class Failing : IEventProjector
    {
        public IReadOnlyCollection<ReadModelTable> Tables => Enum.GetValues<ReadModelTable>();

        public IReadOnlyList<RowChange> Project(RecordedEvent recordedEvent) => throw new InvalidOperationException("cannot read this");
    }
}
