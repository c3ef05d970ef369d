using System.Text.Json.Nodes;
using Spectre.Console;

namespace Orleans.QuantumMesh.Cli.Reports;

/// <summary>All that came of a job, for people.</summary>
public static class RunReport
{
    /// <summary>Prints the plan, what the nodes did, counts, qubits and fidelities.</summary>
    public static void Print(IAnsiConsole console, JsonNode job, JsonNode plan, IReadOnlyDictionary<string, string> nodeNames)
    {
        NodeNames names = new(nodeNames);
        JsonNode result = job["result"]!;
        JsonNode quantum = result["quantum_result"]!;
        PlanReport.Print(console, plan, names);
        FragmentReport.Print(console, result["fragment_results"]!.AsArray(), names);
        CountsReport.Print(console, quantum);
        QubitReport.Print(console, quantum);
        FidelityReport.Print(console, job, quantum);
    }
}
