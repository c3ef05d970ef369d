using System.Text;
using Microsoft.Data.Sqlite;

namespace Orleans.QuantumMesh.Storage.Sqlite;

/// <summary>Lists, newest first, page by page: a page begins after the last row of the one before, so that new rows shift nothing.</summary>
internal static class PageQuery
{
    private const int LargestPage = 200;

    public static Page<T> Read<T>(
        SqliteConnection connection,
        string table,
        string columns,
        Func<SqliteDataReader, T> map,
        Func<T, Cursor> place,
        ListQuery query,
        (string Column, string Value)? also = null)
    {
        int limit = CheckLimit(query.Limit);
        var values = new List<object?> { limit + 1 };
        string common = Conditions(values, query.Owner, also, Cursor.Parse(query.Cursor));

        // A branch for each state, so that each goes along its own index.
        string[] statuses = [.. query.Statuses.Distinct()];
        var sql = new StringBuilder();
        if (statuses.Length == 0)
        {
            Branch(sql, table, columns, common);
        }

        foreach (string status in statuses)
        {
            values.Add(status);
            sql.Append(sql.Length == 0 ? "SELECT * FROM (" : " UNION ALL SELECT * FROM (");
            Branch(sql, table, columns, FormattableString.Invariant($"{common} AND status = ${values.Count}"));
            sql.Append(')');
        }

        if (statuses.Length > 1)
        {
            sql.Append(" ORDER BY created_at DESC, id DESC LIMIT $1");
        }

        return Cut(Query.Rows(connection, sql.ToString(), map, [.. values]), limit, place);
    }

    public static int CheckLimit(int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, LargestPage);
        return limit;
    }

    /// <summary>Makes a page of rows of which one more than the limit was asked for.</summary>
    public static Page<T> Cut<T>(List<T> rows, int limit, Func<T, Cursor> place)
    {
        if (rows.Count <= limit)
        {
            return new Page<T>(rows, null);
        }

        rows.RemoveRange(limit, rows.Count - limit);
        return new Page<T>(rows, place(rows[^1]).ToString());
    }

    private static string Conditions(List<object?> values, string? owner, (string Column, string Value)? also, Cursor? after)
    {
        var conditions = new StringBuilder("1 = 1");
        void Add(string condition, object? value)
        {
            values.Add(value);
            conditions.Append(FormattableString.Invariant($" AND {condition} ${values.Count}"));
        }

        if (owner is not null)
        {
            Add("owner =", owner);
        }

        if (also is var (column, text))
        {
            Add($"{column} =", text);
        }

        if (after is { } cursor)
        {
            values.Add(cursor.Time);
            values.Add(cursor.Id);
            conditions.Append(FormattableString.Invariant($" AND (created_at, id) < (${values.Count - 1}, ${values.Count})"));
        }

        return conditions.ToString();
    }

    private static void Branch(StringBuilder sql, string table, string columns, string conditions) =>
        sql.Append("SELECT ").Append(columns).Append(" FROM ").Append(table).Append(" WHERE ").Append(conditions)
            .Append(" ORDER BY created_at DESC, id DESC LIMIT $1");
}
