using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Orleans.QuantumMesh.Storage.Tests;

/// <summary>A journal without room says so, loses nothing that it acknowledged, and goes on once there is room.</summary>
public sealed class FullDiskTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_full_journal_is_unavailable_until_there_is_room_again()
    {
        var log = new Lines();
        await using EmbeddedStorage storage = EmbeddedStorage.Open(new StorageOptions { DataFolder = _folder.Path, MaximumJournalBytes = 1024 * 1024, LoggerFactory = log });
        Assert.True((await storage.Health.CheckAsync(Cancel)).Ready);

        int kept = await FillAsync(storage);
        PersistenceStatus full = await storage.Health.CheckAsync(Cancel);
        Assert.Equal(("unavailable", false), (full.Postgres.Mode, full.Postgres.Reachable));
        Assert.Contains("full", full.Postgres.Message, StringComparison.Ordinal);
        Assert.Contains(log.Texts, text => text.Contains("full", StringComparison.Ordinal));
        Assert.Equal(kept, (await storage.Journal.ReadAsync("job-1", cancellationToken: Cancel)).Count);

        await MakeRoomAsync();
        Assert.True((await storage.Health.CheckAsync(Cancel)).Ready);
        await storage.Journal.AppendAsync(Batch(kept + 1), Cancel);
        Assert.Equal(kept + 1, (await storage.Journal.ReadAsync("job-1", cancellationToken: Cancel)).Count);
    }

    public void Dispose() => _folder.Dispose();

    private static JournalBatch Batch(long next) => new("job-1", next, [new JournalEvent("a", $"{{\"text\":\"{new string('x', 8000)}\"}}", DateTimeOffset.UnixEpoch)]);

    private static async Task<int> FillAsync(EmbeddedStorage storage)
    {
        for (int kept = 0; ; kept++)
        {
            try
            {
                await storage.Journal.AppendAsync(Batch(kept + 1), Cancel);
            }
            catch (JournalUnavailableException)
            {
                return kept;
            }
        }
    }

    // Freed pages are room, as freed blocks of a disk are.
    private async Task MakeRoomAsync()
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(_folder.Path, "journal.db")};Pooling=False");
        await connection.OpenAsync(Cancel);
        await using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "DROP TRIGGER events_are_never_changed; UPDATE events SET payload = '{}'";
        await command.ExecuteNonQueryAsync(Cancel);
    }

    private sealed class Lines : ILoggerFactory, ILogger
    {
        private readonly Lock _gate = new();
        private readonly List<string> _texts = [];

        public string[] Texts
        {
            get
            {
                lock (_gate)
                {
                    return [.. _texts];
                }
            }
        }

        public void AddProvider(ILoggerProvider provider)
        {
        }

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (_gate)
            {
                _texts.Add(formatter(state, exception));
            }
        }

        public void Dispose()
        {
        }
    }
}
