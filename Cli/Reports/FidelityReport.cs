using System.Text.Json.Nodes;
using Spectre.Console;

namespace Orleans.QuantumMesh.Cli.Reports;

/// <summary>Fidelities with their errors, what computed the result, and warnings.</summary>
internal static class FidelityReport
{
    public static void Print(IAnsiConsole console, JsonNode job, JsonNode quantum)
    {
        JsonNode? fidelity = quantum["fidelity"];
        JsonNode? noise = quantum["noise"];
        JsonNode? distributed = quantum["distributed_execution"];
        Grid grid = new();
        grid.AddColumn(new GridColumn().NoWrap().PadRight(2)).AddColumn();
        Line(grid, "fidelity to the ideal state", $"{ReportTable.Number(fidelity?["fidelity_to_target_state"], "0.000000")} ± {ReportTable.Number(fidelity?["standard_error"], "0.000000")} over {ReportTable.Text(noise?["shots"])} noisy shots");
        if (fidelity?["outcome_fidelity"] is { } outcome)
        {
            Line(grid, "fidelity of the outcomes", ReportTable.Number(outcome, "0.000000"));
        }

        Line(grid, "fidelity of shot 0", ReportTable.Number(fidelity?["lead_run_fidelity"], "0.000000"));
        Line(grid, "estimated from the nodes", ReportTable.Number(fidelity?["estimated_execution_fidelity"], "0.000000"));
        Line(grid, "errors", $"{ReportTable.Text(noise?["errors_total"])} in {ReportTable.Text(noise?["shots_with_errors"])} shots, {ReportTable.Text(noise?["readout_flips"])} readouts flipped");
        Line(grid, "execution", $"{ReportTable.Text(distributed?["execution_mode"])}, {ReportTable.Text(distributed?["stage_count"])} stages, {ReportTable.Text(distributed?["ebits"])} hand-overs between nodes");
        Line(grid, "engine", $"{ReportTable.Text(quantum["engine"]?["name"])}, {ReportTable.Text(quantum["engine"]?["method"])}; seed {ReportTable.Text(quantum["seed"])}, {ReportTable.Text(quantum["shots"])} shots");
        Line(grid, "job", $"{ReportTable.Text(job["job_id"])}, {Milliseconds(job)} from submission to result");
        console.Write(grid);
        foreach (JsonNode? warning in quantum["warnings"]?.AsArray() ?? [])
        {
            console.MarkupLineInterpolated($"[yellow]warning:[/] {ReportTable.Text(warning)}");
        }
    }

    private static void Line(Grid grid, string name, string value) => grid.AddRow(new Markup($"[grey]{Markup.Escape(name)}[/]"), new Markup(Markup.Escape(value)));

    private static string Milliseconds(JsonNode job)
    {
        TimeSpan taken = job["updated_at"]!.GetValue<DateTimeOffset>() - job["created_at"]!.GetValue<DateTimeOffset>();
        return $"{taken.TotalMilliseconds:0.0} ms";
    }
}
