using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Providers;
using Orleans.Storage;
using Orleans.TestingHost;

namespace Orleans.QuantumMesh.Storage.Tests;

public sealed class GrainStorageTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private InProcessTestCluster _cluster = null!;

    private string StateFile => DataFolder.GetGrainStateFile(_folder.Path);

    private IGrainStorage Provider =>
        _cluster.Silos[0].ServiceProvider.GetRequiredKeyedService<IGrainStorage>(ProviderConstants.DEFAULT_STORAGE_PROVIDER_NAME);

    public async ValueTask InitializeAsync() => _cluster = await StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _cluster.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task State_is_written_read_back_and_cleared()
    {
        Assert.Null(await Grain("job-1").Get());
        await Grain("job-1").Set("first");
        await Grain("job-1").Deactivate();
        Assert.Equal("first", await Grain("job-1").Get());

        await Grain("job-1").Set("second");
        await Grain("job-1").Clear();
        Assert.Null(await Grain("job-1").Get());
        await Grain("job-1").Deactivate();
        Assert.Null(await Grain("job-1").Get());
        Assert.Equal(0, CountRows());

        await Grain("job-1").Set("third");
        await Grain("job-1").Deactivate();
        Assert.Equal("third", await Grain("job-1").Get());
    }

    [Fact]
    public async Task State_outlives_the_silo()
    {
        await Grain("job-1").Set("kept");
        await _cluster.DisposeAsync();
        _cluster = await StartAsync();

        Assert.Equal("kept", await Grain("job-1").Get());
    }

    [Fact]
    public async Task Silos_that_open_a_new_file_together_make_its_schema_once()
    {
        const int files = 12, openers = 3;
        using IHost host = Host.CreateDefaultBuilder().UseOrleans(silo =>
        {
            silo.UseLocalhostClustering();
            foreach (int number in Enumerable.Range(0, files * openers))
            {
                silo.AddQuantumMeshGrainStorage(NewFile(number / openers), $"{number}");
            }
        }).Build();
        for (int file = 0; file < files; file++)
        {
            // The first one has just opened it, so that nobody waits for that.
            using (var first = new SqliteConnection($"Data Source={NewFile(file)};Pooling=False"))
            {
                first.Open();
                using SqliteCommand command = first.CreateCommand();
                command.CommandText = "PRAGMA journal_mode = WAL";
                command.ExecuteNonQuery();
            }

            using var together = new Barrier(openers);
            await Task.WhenAll(Enumerable.Range(file * openers, openers).Select(number => Task.Factory.StartNew(
                () =>
                {
                    together.SignalAndWait(TestContext.Current.CancellationToken);
                    Assert.NotNull(host.Services.GetRequiredKeyedService<IGrainStorage>($"{number}"));
                },
                TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
        }

        string NewFile(int number) => Path.Combine(_folder.Path, $"new-{number}.db");
    }

    [Fact]
    public async Task Keys_that_look_like_numbers_keep_rows_of_their_own()
    {
        string[] keys = ["job-a", "job-0a", "job-00000000000000000000000000000000", "job-0", "node-0a", "a-", "job-é⟩", "job-A"];
        foreach (string key in keys)
        {
            await Grain(key).Set($"state of {key}");
            await Grain(key).Deactivate();
        }

        foreach (string key in keys)
        {
            Assert.Equal($"state of {key}", await Grain(key).Get());
        }

        Assert.Equal(keys.Length, CountRows());
    }

    [Fact]
    public async Task Large_state_comes_back_whole()
    {
        string text = string.Concat(Enumerable.Range(0, 600_000).Select(i => (char)('a' + (i * 7 % 26)))) + "⟩\u0000\"\\";
        await Grain("job-1").Set(text);
        await Grain("job-1").Deactivate();
        Assert.Equal(text, await Grain("job-1").Get());
    }

    [Fact]
    public async Task Many_grains_write_at_the_same_time()
    {
        await Task.WhenAll(Enumerable.Range(0, 100).Select(async grain =>
        {
            for (int i = 1; i <= 10; i++)
            {
                Assert.Equal(i, await Grain($"job-{grain}").Increment());
            }
        }));

        Assert.Equal(100, CountRows());
        Assert.Equal(100, Count("SELECT count(*) FROM grain_states WHERE version = 10"));
    }

    [Fact]
    public async Task A_second_first_write_is_a_conflict()
    {
        GrainId id = GrainId.Create("state", "job-1");
        var mine = new GrainState<TestState>(new TestState { Text = "mine" });
        var theirs = new GrainState<TestState>(new TestState { Text = "theirs" });
        await Provider.WriteStateAsync("state", id, mine);

        await Assert.ThrowsAsync<InconsistentStateException>(() => Provider.WriteStateAsync("state", id, theirs));

        Assert.Equal(("mine", "1"), await ReadAsync(id));
    }

    [Fact]
    public async Task A_write_over_a_newer_version_is_a_conflict_and_changes_nothing()
    {
        GrainId id = GrainId.Create("state", "job-1");
        var first = new GrainState<TestState>(new TestState { Text = "1" });
        await Provider.WriteStateAsync("state", id, first);
        var late = new GrainState<TestState>(new TestState { Text = "late" }, first.ETag) { RecordExists = true };
        first.State = new TestState { Text = "2" };
        await Provider.WriteStateAsync("state", id, first);

        await Assert.ThrowsAsync<InconsistentStateException>(() => Provider.WriteStateAsync("state", id, late));
        await Assert.ThrowsAsync<InconsistentStateException>(() => Provider.ClearStateAsync("state", id, late));

        Assert.Equal(("2", "2"), await ReadAsync(id));
    }

    [Fact]
    public async Task A_write_after_the_state_was_cleared_elsewhere_is_a_conflict()
    {
        GrainId id = GrainId.Create("state", "job-1");
        var mine = new GrainState<TestState>(new TestState { Text = "1" });
        await Provider.WriteStateAsync("state", id, mine);
        var late = new GrainState<TestState>(new TestState { Text = "late" }, mine.ETag) { RecordExists = true };
        await Provider.ClearStateAsync("state", id, mine);
        Assert.False(mine.RecordExists);

        await Assert.ThrowsAsync<InconsistentStateException>(() => Provider.WriteStateAsync("state", id, late));
        Assert.Equal(0, CountRows());

        mine.State = new TestState { Text = "again" };
        mine.ETag = null;
        await Provider.WriteStateAsync("state", id, mine);
        Assert.Equal(("again", "1"), await ReadAsync(id));
    }

    [Fact]
    public async Task Of_many_writers_to_one_version_exactly_one_wins()
    {
        GrainId id = GrainId.Create("state", "job-1");
        var start = new GrainState<TestState>(new TestState());
        await Provider.WriteStateAsync("state", id, start);

        bool[] won = await Task.WhenAll(Enumerable.Range(0, 32).Select(i => Task.Run(async () =>
        {
            try
            {
                await Provider.WriteStateAsync("state", id, new GrainState<TestState>(new TestState { Number = i }, start.ETag) { RecordExists = true });
                return true;
            }
            catch (InconsistentStateException)
            {
                return false;
            }
        })));

        Assert.Single(won, true);
    }

    [Fact]
    public async Task A_file_that_was_locked_by_another_process_works_again_afterwards()
    {
        GrainId id = GrainId.Create("state", "job-1");
        var state = new GrainState<TestState>(new TestState { Text = "1" });
        await Provider.WriteStateAsync("state", id, state);

        using (var other = new SqliteConnection($"Data Source={StateFile};Pooling=False"))
        {
            other.Open();
            using SqliteCommand command = other.CreateCommand();
            command.CommandText = "BEGIN IMMEDIATE";
            command.ExecuteNonQuery();
            Task write = Task.Run(() => Provider.WriteStateAsync("state", id, state), TestContext.Current.CancellationToken);
            Assert.Equal(("1", "1"), await ReadAsync(id));
            Assert.False(write.IsCompleted);
            command.CommandText = "ROLLBACK";
            command.ExecuteNonQuery();
            await write;
        }

        for (int i = 3; i <= 12; i++)
        {
            await Provider.WriteStateAsync("state", id, state);
            Assert.Equal(i.ToString(System.Globalization.CultureInfo.InvariantCulture), state.ETag);
        }
    }

    [Fact]
    public async Task What_is_stored_is_json_without_type_names()
    {
        await Grain("job-1").Set("text");

        using var connection = new SqliteConnection($"Data Source={StateFile};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "SELECT CAST(payload AS TEXT) FROM grain_states";
        Assert.Equal("""{"Text":"text","Number":0,"Items":[]}""", command.ExecuteScalar());
    }

    [Fact]
    public void The_file_is_in_write_ahead_mode()
    {
        using var connection = new SqliteConnection($"Data Source={StateFile};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "PRAGMA journal_mode";
        Assert.Equal("wal", command.ExecuteScalar());
    }

    private async Task<InProcessTestCluster> StartAsync()
    {
        var builder = new InProcessTestClusterBuilder(1);
        builder.Options.ServiceId = "quantum-mesh";
        builder.ConfigureSilo((_, silo) => silo.AddQuantumMeshGrainStorage(StateFile));
        InProcessTestCluster cluster = builder.Build();
        await cluster.DeployAsync();
        return cluster;
    }

    private IStateGrain Grain(string key) => _cluster.Client.GetGrain<IStateGrain>(key);

    private async Task<(string Text, string? Version)> ReadAsync(GrainId id)
    {
        var state = new GrainState<TestState>(new TestState());
        await Provider.ReadStateAsync("state", id, state);
        return (state.State!.Text, state.ETag);
    }

    private long CountRows() => Count("SELECT count(*) FROM grain_states");

    private long Count(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={StateFile};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100
        command.CommandText = sql;
#pragma warning restore CA2100
        return (long)command.ExecuteScalar()!;
    }
}
