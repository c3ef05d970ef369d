using System.Globalization;
using System.Text.Json.Nodes;
using Spectre.Console;

namespace Orleans.QuantumMesh.Cli.Reports;

/// <summary>Tables in one style, and numbers in one form.</summary>
internal static class ReportTable
{
    public static Table Create(string title, params ReadOnlySpan<string> columns)
    {
        Table table = new() { Border = TableBorder.Rounded, Title = new TableTitle($"[bold]{Markup.Escape(title)}[/]") };
        foreach (string column in columns)
        {
            bool number = column.StartsWith('#');
            TableColumn header = new($"[grey]{Markup.Escape(number ? column[1..] : column)}[/]");
            table.AddColumn(number ? header.RightAligned() : header);
        }

        return table;
    }

    public static void Row(this Table table, params ReadOnlySpan<string> cells)
    {
        List<Markup> row = [];
        foreach (string cell in cells)
        {
            row.Add(new Markup(Markup.Escape(cell)));
        }

        table.AddRow(row);
    }

    public static string Number(JsonNode? value, string format = "0.0000") => value is null ? "-" : value.GetValue<double>().ToString(format, CultureInfo.InvariantCulture);

    public static string Text(JsonNode? value) => value is null ? "-" : value.GetValueKind() == System.Text.Json.JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString();

    public static string List(JsonNode? values) => values is JsonArray array ? string.Join(", ", array.Select(Text)) : "-";
}
