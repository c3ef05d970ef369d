using System.Text.Json.Nodes;
using Spectre.Console;

namespace Orleans.QuantumMesh.Cli.Reports;

/// <summary>The plan: which fragment goes where, what else could take it, at what cost.</summary>
internal static class PlanReport
{
    private const int RowLimit = 60;

    public static void Print(IAnsiConsole console, JsonNode plan, NodeNames names)
    {
        Table table = ReportTable.Create("Plan", "fragment", "service", "qubits", "#operations", "after", "node", "fallbacks", "#cost");
        JsonArray order = plan["fragment_order"]!.AsArray();
        foreach (string id in order.Take(RowLimit).Select(id => id!.GetValue<string>()))
        {
            JsonNode fragment = plan["fragments"]![id]!;
            JsonNode assignment = plan["assignments"]![id]!;
            string primary = assignment["primary_node_id"]!.GetValue<string>();
            JsonNode? chosen = assignment["candidates"]!.AsArray().FirstOrDefault(candidate => candidate!["node_id"]!.GetValue<string>() == primary);
            table.Row(
                id,
                ReportTable.Text(fragment["service_type"]),
                ReportTable.List(fragment["qubits"]),
                $"{fragment["operation_ids"]!.AsArray().Count}",
                ReportTable.List(fragment["dependencies"]),
                names.Of(primary),
                string.Join(", ", assignment["fallback_node_ids"]!.AsArray().Select(node => names.Of(node!.GetValue<string>()))),
                ReportTable.Number(chosen?["total_cost"]));
        }

        if (order.Count > RowLimit)
        {
            table.Caption = new TableTitle($"and {order.Count - RowLimit} more");
        }

        console.Write(table);
    }
}
