using System.Globalization;
using System.Text.Json.Nodes;
using Spectre.Console;

namespace Orleans.QuantumMesh.Cli.Reports;

/// <summary>Ideal and noisy counts as histograms side by side.</summary>
internal static class CountsReport
{
    private const int RowLimit = 16;
    private const int BarWidth = 28;

    public static void Print(IAnsiConsole console, JsonNode quantum)
    {
        Dictionary<string, long> ideal = Counts(quantum["counts"]);
        Dictionary<string, long> noisy = Counts(quantum["noise"]?["counts"]);
        if (ideal.Count == 0 && noisy.Count == 0)
        {
            console.MarkupLine("[grey]Nothing is measured: there are no counts.[/]");
            return;
        }

        double idealShots = Math.Max(1, ideal.Values.Sum());
        double noisyShots = Math.Max(1, noisy.Values.Sum());
        Table table = ReportTable.Create(
            $"Counts over qubits {ReportTable.List(quantum["measured_qubits"])} (first one rightmost)",
            "outcome", "#ideal", "of " + idealShots.ToString("0", CultureInfo.InvariantCulture), "#noisy", "of " + noisyShots.ToString("0", CultureInfo.InvariantCulture));
        List<string> outcomes = [.. ideal.Keys.Union(noisy.Keys)
            .OrderByDescending(outcome => Math.Max(ideal.GetValueOrDefault(outcome) / idealShots, noisy.GetValueOrDefault(outcome) / noisyShots))
            .ThenBy(outcome => outcome, StringComparer.Ordinal)];
        foreach (string outcome in outcomes.Take(RowLimit).Order(StringComparer.Ordinal))
        {
            long idealCount = ideal.GetValueOrDefault(outcome);
            long noisyCount = noisy.GetValueOrDefault(outcome);
            table.AddRow(
                new Markup(Markup.Escape(outcome)),
                new Markup(idealCount.ToString(CultureInfo.InvariantCulture)),
                new Markup($"[green]{Bar(idealCount / idealShots)}[/]"),
                new Markup(noisyCount.ToString(CultureInfo.InvariantCulture)),
                new Markup($"[yellow]{Bar(noisyCount / noisyShots)}[/]"));
        }

        if (outcomes.Count > RowLimit)
        {
            table.Caption = new TableTitle($"the {RowLimit} most frequent of {outcomes.Count}");
        }

        console.Write(table);
    }

    private static Dictionary<string, long> Counts(JsonNode? counts) =>
        counts is JsonObject all ? all.ToDictionary(entry => entry.Key, entry => entry.Value!.GetValue<long>(), StringComparer.Ordinal) : [];

    private static string Bar(double share)
    {
        const string Eighths = " ▏▎▍▌▋▊▉";
        double length = share * BarWidth;
        int whole = (int)length;
        int rest = (int)((length - whole) * 8);
        string bar = new string('█', whole) + (rest > 0 ? Eighths[rest] : "");
        return bar.PadRight(BarWidth);
    }
}
