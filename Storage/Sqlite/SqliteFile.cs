using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Orleans.QuantumMesh.Storage.Sqlite;

/// <summary>Opens connections to one database file: write-ahead log, no pool.</summary>
internal sealed class SqliteFile(string path)
{
    private const int PageBytes = 4096;
    private static readonly TimeSpan LockWait = TimeSpan.FromSeconds(10);

    public string Path { get; } = path;

    /// <summary>The writer's connection; the file grows to <paramref name="maximumBytes"/> at most, where given.</summary>
    public SqliteConnection OpenWriter(long? maximumBytes = null)
    {
        SqliteConnection connection = Open(SqliteOpenMode.ReadWriteCreate);
        Execute(connection, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 4000; PRAGMA journal_size_limit = 67108864; PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY; PRAGMA foreign_keys = OFF;");
        if (maximumBytes is { } bytes)
        {
            Execute(connection, string.Create(CultureInfo.InvariantCulture, $"PRAGMA max_page_count = {Math.Max(1, bytes / PageBytes)};"));
        }

        return connection;
    }

    public SqliteConnection OpenReader()
    {
        SqliteConnection connection = Open(SqliteOpenMode.ReadWrite);
        Execute(connection, "PRAGMA query_only = ON; PRAGMA cache_size = -16384;");
        return connection;
    }

    public static void Execute(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // The texts are this assembly's own constants.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    private SqliteConnection Open(SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = Path,
            Mode = mode,
            Pooling = false,
            DefaultTimeout = (int)LockWait.TotalSeconds,
        }.ConnectionString);
        try
        {
            connection.Open();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
