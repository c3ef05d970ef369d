using System.Reflection;
using DbUp;
using DbUp.Engine;
using DbUp.Engine.Output;
using DbUp.Sqlite.Helpers;
using Microsoft.Data.Sqlite;

namespace Orleans.QuantumMesh.Storage.Sqlite;

/// <summary>Brings a database file to the schema of this program: numbered scripts, each once, forward only.</summary>
internal static class SchemaMigrations
{
    private const string AppliedTable = "schema_versions";

    /// <summary>Applies what is missing of a set of scripts (a folder under <c>Migrations</c>).</summary>
    /// <exception cref="SchemaTooNewException">The file has had a script that this program does not know.</exception>
    public static void Apply(SqliteFile file, string set)
    {
        List<SqlScript> scripts = Load(set);
        using SqliteConnection connection = file.OpenWriter();
        RefuseNewer(connection, file.Path, scripts);

        using var shared = new SharedConnection(connection);
        DatabaseUpgradeResult result = DeployChanges.To
            .SqliteDatabase(shared)
            .WithScripts(scripts)
            .WithVariablesDisabled()
            .WithTransaction()
            .JournalToSqliteTable(AppliedTable)
            .LogTo(new NoOpUpgradeLog())
            .Build()
            .PerformUpgrade();
        if (!result.Successful)
        {
            throw new JournalUnavailableException(
                $"The schema of {file.Path} could not be brought up to date: script {result.ErrorScript?.Name} failed.", result.Error);
        }
    }

    private static List<SqlScript> Load(string set)
    {
        Assembly assembly = typeof(SchemaMigrations).Assembly;
        string prefix = $"Migrations.{set}.";
        var scripts = new List<SqlScript>();
        foreach (string name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            scripts.Add(new SqlScript(name[prefix.Length..], reader.ReadToEnd()));
        }

        return scripts;
    }

    private static void RefuseNewer(SqliteConnection connection, string path, List<SqlScript> known)
    {
        using SqliteCommand exists = connection.CreateCommand();
        exists.CommandText = "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'schema_versions'";
        if ((long)exists.ExecuteScalar()! == 0)
        {
            return;
        }

        using SqliteCommand applied = connection.CreateCommand();
        applied.CommandText = "SELECT ScriptName FROM schema_versions ORDER BY ScriptName";
        using SqliteDataReader reader = applied.ExecuteReader();
        while (reader.Read())
        {
            string script = reader.GetString(0);
            if (known.TrueForAll(candidate => candidate.Name != script))
            {
                throw new SchemaTooNewException(path, script, known[^1].Name);
            }
        }
    }
}
