using System.Text.Json;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Orleans.QuantumMesh.Storage.Sqlite;
using Orleans.Runtime.Hosting;
using Orleans.Storage;

namespace Orleans.QuantumMesh.Storage;

/// <summary>Grain state in a SQLite file, through Orleans' ADO.NET provider.</summary>
public static class GrainStorageSiloBuilderExtensions
{
    private const string SqliteInvariant = "System.Data.SQLite";

    /// <summary>
    /// Keeps grain state in the file <paramref name="path"/> (<see cref="DataFolder.GetGrainStateFile"/>), whose schema is brought up to date when the silo starts.
    /// Cleared state leaves no row.
    /// </summary>
    /// <param name="builder">The silo.</param>
    /// <param name="path">The file; its folder is made where it is missing.</param>
    /// <param name="name">The provider's name in <c>[PersistentState(…, name)]</c>; by default the one used where none is named.</param>
    /// <param name="json">How state becomes JSON; plain System.Text.Json by default.</param>
    public static ISiloBuilder AddQuantumMeshGrainStorage(
        this ISiloBuilder builder,
        string path,
        string name = Providers.ProviderConstants.DEFAULT_STORAGE_PROVIDER_NAME,
        JsonSerializerOptions? json = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        string full = Path.GetFullPath(path);
        builder.Services.AddOptions<AdoNetGrainStorageOptions>(name).Configure(options =>
        {
            options.Invariant = SqliteInvariant;
            options.ConnectionString = ConnectionString(full);
            options.GrainStorageSerializer = new GrainStateJsonSerializer(json);
            options.DeleteStateOnClear = true;
        });
        builder.Services.AddGrainStorage(name, (services, providerName) =>
        {
            DataFolder.Create(Path.GetDirectoryName(full)!);
            SchemaMigrations.Apply(new SqliteFile(full), "Grains");
            return new OneWriterGrainStorage(AdoNetGrainStorageFactory.Create(services, providerName), ConnectionString(full));
        });
        return builder;
    }

    private static string ConnectionString(string path) => new SqliteConnectionStringBuilder
    {
        DataSource = path,
        Mode = SqliteOpenMode.ReadWrite,
        Pooling = true,
        DefaultTimeout = 10,
    }.ConnectionString;
}
