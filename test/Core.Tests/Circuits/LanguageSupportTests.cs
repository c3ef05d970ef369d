using System.Text;
using Orleans.QuantumMesh.Core.Circuits;

namespace Orleans.QuantumMesh.Core.Tests.Circuits;

public sealed class LanguageSupportTests
{
    private const string Begin = "<!-- table: written by the tests (QMESH_WRITE_DOCS=1) -->\n";
    private const string End = "<!-- end of table -->\n";

    public static TheoryData<int> Rows => [.. Enumerable.Range(0, LanguageSupport.Rows.Count)];

    [Theory]
    [MemberData(nameof(Rows))]
    public void EveryConstructGoesAsTheTableSays(int index)
    {
        var row = LanguageSupport.Rows[index];
        var options = row.Construct == "`input`" ? CircuitOptions.Default with { Parameters = CircuitOptions.Default.Parameters.Add("theta", ClassicalValue.Of(0.5)) } : CircuitOptions.Default;
        var result = CircuitParser.Parse(row.Text + "\n", options);
        if (row.Expected.Length == 0 || row.Expected.StartsWith("warning: ", StringComparison.Ordinal))
        {
            Assert.True(result.IsAccepted, $"{row.Construct}: {string.Join("; ", result.Diagnostics)}");
            var expected = row.Expected.Length == 0 ? [] : new[] { row.Expected["warning: ".Length..] };
            Assert.Equal(expected, result.Program.Warnings.Select(warning => warning.Code).Distinct().Where(code => expected.Length == 0 || code == expected[0]));
        }
        else
        {
            Assert.False(result.IsAccepted, row.Construct);
            Assert.Equal(row.Expected, result.Diagnostics[0].Code);
        }
    }

    [Fact]
    public void TheDocumentHasTheTable()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Orleans.QuantumMesh.sln")))
        {
            folder = folder.Parent;
        }

        Assert.NotNull(folder);
        var path = Path.Combine(folder.FullName, "docs", "openqasm.md");
        var document = File.ReadAllText(path);
        var start = document.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        var stop = document.IndexOf(End, StringComparison.Ordinal);
        Assert.True(start >= Begin.Length && stop >= start, "docs/openqasm.md has no place for the table");
        var table = Table();
        if (Environment.GetEnvironmentVariable("QMESH_WRITE_DOCS") == "1")
        {
            File.WriteAllText(path, document[..start] + table + document[stop..]);
        }
        else
        {
            Assert.Equal(table, document[start..stop]);
        }
    }

    private static string Table()
    {
        var text = new StringBuilder();
        foreach (var area in LanguageSupport.Rows.GroupBy(row => row.Area))
        {
            text.Append("\n### ").Append(area.Key).Append("\n\n| construct | | remark | example |\n| --- | --- | --- | --- |\n");
            foreach (var row in area)
            {
                var support = row.Expected.Length == 0 ? "yes" : row.Expected.StartsWith("warning: ", StringComparison.Ordinal) ? $"yes, {row.Expected.Replace("warning: ", "warning `", StringComparison.Ordinal)}`"
                    : $"refused, `{row.Expected}`";
                text.Append("| ").Append(Cell(row.Construct)).Append(" | ").Append(support).Append(" | ").Append(Cell(row.Note)).Append(" | `` ")
                    .Append(Cell(row.Example.Replace('\n', ' '))).Append(" `` |\n");
            }
        }

        return text.Append('\n').ToString();
    }

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
