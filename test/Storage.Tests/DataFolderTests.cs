using Microsoft.Data.Sqlite;

namespace Orleans.QuantumMesh.Storage.Tests;

public sealed class DataFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_folder_in_use_is_refused_in_one_sentence()
    {
        using DataFolder first = DataFolder.Open(_folder.Path);

        DataFolderInUseException refusal = Assert.Throws<DataFolderInUseException>(() => DataFolder.Open(_folder.Path));

        Assert.Contains(_folder.Path, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("in use", refusal.Message, StringComparison.Ordinal);
        Assert.Throws<DataFolderInUseException>(() => EmbeddedStorage.Open(new StorageOptions { DataFolder = _folder.Path }));
    }

    [Fact]
    public void A_closed_folder_can_be_opened_again()
    {
        DataFolder.Open(_folder.Path).Dispose();
        DataFolder.Open(_folder.Path).Dispose();
    }

    [Fact]
    public void Only_the_owner_may_look_inside()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no modes.");
        using DataFolder folder = DataFolder.Open(_folder.Path);
#pragma warning disable CA1416 // Skipped there.
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder.Path));
#pragma warning restore CA1416
    }

    [Fact]
    public void A_path_that_is_a_file_is_refused()
    {
        Directory.CreateDirectory(_folder.Path);
        File.WriteAllText(_folder.File("data"), "not a folder");
        Assert.ThrowsAny<IOException>(() => DataFolder.Open(_folder.File("data")));
    }

    [Fact]
    public async Task From_nothing_all_migrations_are_applied_once()
    {
        await OpenAndCloseAsync();
        string[] first = Applied();
        await OpenAndCloseAsync();

        Assert.Equal(["0001_journal.sql", "0002_read_models.sql", "0003_projections.sql"], first);
        Assert.Equal(first, Applied());
    }

    [Fact]
    public async Task An_older_schema_is_brought_up_to_date_and_keeps_its_events()
    {
        Directory.CreateDirectory(_folder.Path);
        await using (Stream script = typeof(EmbeddedStorage).Assembly.GetManifestResourceStream("Migrations.Journal.0001_journal.sql")!)
        {
            using var reader = new StreamReader(script);
            Execute(await reader.ReadToEndAsync(Cancel));
        }

        Execute("""
            CREATE TABLE schema_versions (SchemaVersionID INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, ScriptName TEXT NOT NULL, Applied DATETIME NOT NULL);
            INSERT INTO schema_versions (ScriptName, Applied) VALUES ('0001_journal.sql', '2026-01-01');
            INSERT INTO events (position, stream, sequence, type, payload, occurred_at) VALUES (7, 'job-1', 1, 'a', '{}', 0);
            """);

        await using EmbeddedStorage storage = EmbeddedStorage.Open(new StorageOptions { DataFolder = _folder.Path });

        Assert.Equal(7, Assert.Single(await storage.Journal.ReadAsync("job-1", cancellationToken: Cancel)).Position);
        Assert.Equal(8, (await storage.Journal.AppendAsync(new JournalBatch("job-1", 2, [new JournalEvent("b", "{}", DateTimeOffset.UnixEpoch)]), Cancel)).LastPosition);
        Assert.Empty((await storage.ReadModels.ListJobsAsync(new JobListQuery(), Cancel)).Items);
    }

    [Fact]
    public async Task A_newer_schema_is_refused_and_left_alone()
    {
        await OpenAndCloseAsync();
        Execute("INSERT INTO schema_versions (ScriptName, Applied) VALUES ('0099_future.sql', '2030-01-01')");

        SchemaTooNewException refusal = Assert.Throws<SchemaTooNewException>(() => EmbeddedStorage.Open(new StorageOptions { DataFolder = _folder.Path }));

        Assert.Contains("0099_future.sql", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("newer version", refusal.Message, StringComparison.Ordinal);
        Assert.Throws<SchemaTooNewException>(() => EmbeddedStorage.Open(new StorageOptions { DataFolder = _folder.Path }));
    }

    [Fact]
    public async Task Events_can_be_neither_changed_nor_deleted()
    {
        await using (EmbeddedStorage storage = EmbeddedStorage.Open(new StorageOptions { DataFolder = _folder.Path }))
        {
            await storage.Journal.AppendAsync(new JournalBatch("job-1", 1, [new JournalEvent("a", "{}", DateTimeOffset.UnixEpoch)]), Cancel);
        }

        Assert.Contains("append-only", Assert.Throws<SqliteException>(() => Execute("UPDATE events SET type = 'b'")).Message, StringComparison.Ordinal);
        Assert.Contains("append-only", Assert.Throws<SqliteException>(() => Execute("DELETE FROM events")).Message, StringComparison.Ordinal);
    }

    private async Task OpenAndCloseAsync() =>
        await EmbeddedStorage.Open(new StorageOptions { DataFolder = _folder.Path }).DisposeAsync();

    private SqliteConnection Connect()
    {
        var connection = new SqliteConnection($"Data Source={_folder.File("journal.db")};Pooling=False");
        connection.Open();
        return connection;
    }

    private void Execute(string sql)
    {
        using SqliteConnection connection = Connect();
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    private string[] Applied()
    {
        using SqliteConnection connection = Connect();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "SELECT ScriptName FROM schema_versions ORDER BY SchemaVersionID";
        using SqliteDataReader reader = command.ExecuteReader();
        var names = new List<string>();
        while (reader.Read())
        {
            names.Add(reader.GetString(0));
        }

        return [.. names];
    }
}
