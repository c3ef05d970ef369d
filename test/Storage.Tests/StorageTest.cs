using Microsoft.Extensions.Time.Testing;

namespace Orleans.QuantumMesh.Storage.Tests;

/// <summary>A test with embedded stores in a folder of its own.</summary>
public abstract class StorageTest : IAsyncLifetime
{
    private protected static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder _folder = new();

    private protected FakeTimeProvider Clock { get; } = new(Start);

    private protected string Folder => _folder.Path;

    private protected EmbeddedStorage Storage { get; private set; } = null!;

    private protected IJournal Journal => Storage.Journal;

    private protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        Storage = Open();
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await Storage.DisposeAsync();
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected EmbeddedStorage Open() =>
        EmbeddedStorage.Open(new StorageOptions { DataFolder = Folder, TimeProvider = Clock });

    private protected async Task ReopenAsync()
    {
        await Storage.DisposeAsync();
        Storage = Open();
    }

    private protected static JournalEvent Event(string type, string payload = "{}") => new(type, payload, Start);

    private protected static JournalBatch Batch(string stream, long next, params string[] types) =>
        new(stream, next, [.. types.Select(type => Event(type))]);

    private protected static JobRecord Job(string id, string status = "QUEUED", string owner = "local", DateTimeOffset? createdAt = null, DateTimeOffset? updatedAt = null) =>
        new(id, owner, status, null, null, null, null, "OPENQASM 3;", false, 50, null, null, createdAt ?? Start, updatedAt ?? createdAt ?? Start);
}
