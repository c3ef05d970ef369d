using Microsoft.Data.Sqlite;

namespace Orleans.QuantumMesh.Storage.Sqlite;

/// <summary>Runs a statement with parameters <c>$1</c>, <c>$2</c>, … and maps its rows.</summary>
internal static class Query
{
    public static List<T> Rows<T>(SqliteConnection connection, string sql, Func<SqliteDataReader, T> map, params ReadOnlySpan<object?> values)
    {
        using var statement = new Statement(connection, sql, values.Length);
        using SqliteDataReader reader = statement.Read(values);
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(map(reader));
        }

        return rows;
    }

    public static T? Row<T>(SqliteConnection connection, string sql, Func<SqliteDataReader, T> map, params ReadOnlySpan<object?> values)
        where T : class
    {
        using var statement = new Statement(connection, sql, values.Length);
        using SqliteDataReader reader = statement.Read(values);
        return reader.Read() ? map(reader) : null;
    }

    public static long Number(SqliteConnection connection, string sql, params ReadOnlySpan<object?> values)
    {
        using var statement = new Statement(connection, sql, values.Length);
        return statement.Scalar(values) is long number ? number : 0;
    }

    public static string? Text(this SqliteDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    public static bool Flag(this SqliteDataReader reader, int column) => reader.GetInt64(column) != 0;

    public static DateTimeOffset Time(this SqliteDataReader reader, int column) => StoredTime.FromMicroseconds(reader.GetInt64(column));

    public static DateTimeOffset? TimeOrNull(this SqliteDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.Time(column);
}
