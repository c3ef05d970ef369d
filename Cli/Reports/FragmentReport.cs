using System.Globalization;
using System.Text.Json.Nodes;
using Spectre.Console;

namespace Orleans.QuantumMesh.Cli.Reports;

/// <summary>What each node did: attempts, times, fidelities.</summary>
internal static class FragmentReport
{
    private const int RowLimit = 60;

    public static void Print(IAnsiConsole console, JsonArray fragments, NodeNames names)
    {
        Table table = ReportTable.Create("What the nodes did", "fragment", "node", "status", "#attempts", "#gates", "#queued ms", "#executed ms", "#round trip ms", "#operation fidelity", "#observed fidelity");
        foreach (JsonNode fragment in fragments.Take(RowLimit).Select(fragment => fragment!))
        {
            table.Row(
                ReportTable.Text(fragment["fragment_id"]),
                names.Of(fragment["node_id"]?.GetValue<string>()),
                ReportTable.Text(fragment["status"]),
                ReportTable.Text(fragment["attempts"]),
                ReportTable.Text(fragment["gate_count"]),
                ReportTable.Number(fragment["queue_ms"], "0.00"),
                ReportTable.Number(fragment["execute_ms"], "0.00"),
                ReportTable.Number(fragment["round_trip_ms"], "0.00"),
                ReportTable.Number(fragment["operation_fidelity"], "0.000000"),
                ReportTable.Number(fragment["observed_fidelity"], "0.000000"));
        }

        if (fragments.Count > RowLimit)
        {
            table.Caption = new TableTitle($"and {(fragments.Count - RowLimit).ToString(CultureInfo.InvariantCulture)} more");
        }

        console.Write(table);
    }
}
