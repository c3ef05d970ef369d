using System.Text.Json.Nodes;
using Spectre.Console;

namespace Orleans.QuantumMesh.Cli.Reports;

/// <summary>Each qubit's Bloch vector and how much it is entangled with the rest, in the ideal state.</summary>
internal static class QubitReport
{
    private const int RowLimit = 32;

    public static void Print(IAnsiConsole console, JsonNode quantum)
    {
        if (quantum["bloch_vectors"] is not JsonObject vectors)
        {
            return;
        }

        Table table = ReportTable.Create("Qubits (ideal state)", "qubit", "#x", "#y", "#z", "#entropy with the rest");
        foreach ((string qubit, JsonNode? vector) in vectors.Take(RowLimit))
        {
            table.Row(
                qubit,
                ReportTable.Number(vector?["x"], "0.000000"),
                ReportTable.Number(vector?["y"], "0.000000"),
                ReportTable.Number(vector?["z"], "0.000000"),
                ReportTable.Number(quantum["entanglement_entropy"]?[$"{qubit}|rest"], "0.000000"));
        }

        if (vectors.Count > RowLimit)
        {
            table.Caption = new TableTitle($"and {vectors.Count - RowLimit} more");
        }

        console.Write(table);
    }
}
