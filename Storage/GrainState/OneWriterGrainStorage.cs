using Microsoft.Data.Sqlite;
using Orleans.Storage;

namespace Orleans.QuantumMesh.Storage;

/// <summary>Lets one write at a time through to a SQLite file: a second one would be told that the file is locked and wait far longer than its turn takes.</summary>
internal sealed class OneWriterGrainStorage(AdoNetGrainStorage storage, string connectionString)
    : IGrainStorage, ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        storage.ReadStateAsync(stateName, grainId, grainState);

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        await _turn.WaitAsync();
        try
        {
            await storage.WriteStateAsync(stateName, grainId, grainState);
        }
        finally
        {
            _turn.Release();
        }
    }

    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        await _turn.WaitAsync();
        try
        {
            await storage.ClearStateAsync(stateName, grainId, grainState);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Participate(ISiloLifecycle observer) => storage.Participate(observer);

    public void Dispose()
    {
        _turn.Dispose();
        using var connection = new SqliteConnection(connectionString);
        SqliteConnection.ClearPool(connection);
    }
}
