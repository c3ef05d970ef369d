using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Orleans.QuantumMesh.Bench.Engine;

/// <summary>
/// Whole circuits beside Aer and Qulacs in the same run, by the shared bench's peers.py: final states compared, ratios of preparation and run to the fastest peer,
/// and their geometric mean. Exits with 1 below the aim: twice the faster peer on the mean, and not slower on any circuit.
/// </summary>
internal sealed class EngineMeasurement : IMeasurement
{
    private const double Aim = 2;
    private const string Files =
        "ising_n10,gcm_h6,multiplier_n15,dnn_n16,volume_n16,qft_n18,bv_n19,layered_n20,qft_n20,volume_n22,ghz_n24,knn_n25";

    public string Name => "engine";

    public string Description => "twelve circuits beside Aer and Qulacs; [--threads 1,2] [--files a,b]; QMESH_SHARED names the folder with bench/, QMESH_PYTHON a Python with the packages";

    public async Task<int> RunAsync(string[] arguments, CancellationToken cancellationToken)
    {
        string? shared = Environment.GetEnvironmentVariable("QMESH_SHARED");
        string script = Path.Combine(shared ?? "", "bench", "peers.py");
        string python = Environment.GetEnvironmentVariable("QMESH_PYTHON") ?? "python3";
        if (shared is null || !File.Exists(script))
        {
            Console.WriteLine("engine: skipped, since QMESH_SHARED doesn't name a folder with bench/peers.py");
            return 0;
        }

        if (await RunPythonAsync(python, ["-c", "import qiskit_aer, qulacs"], cancellationToken).ConfigureAwait(false) != 0)
        {
            Console.WriteLine($"engine: skipped, since {python} doesn't have qiskit_aer and qulacs (QMESH_PYTHON names another)");
            return 0;
        }

        string figures = Path.Combine(Path.GetTempPath(), $"engine-{Environment.ProcessId}.json");
        string own = $"ours=env DOTNET_TieredCompilation=0 {Command()} engine-worker";
        try
        {
            int code = await RunPythonAsync(
                python,
                [
                    script, "circuits", "--threads", CommandOptions.Text(arguments, "--threads", "1,2"), "--limit", "10", "--variants", "plain,fused,block2",
                    "--engines", "aer,qulacs", "--external", own, "--files", CommandOptions.Text(arguments, "--files", Files), "--json", figures,
                ],
                cancellationToken).ConfigureAwait(false);
            if (code != 0)
            {
                await Console.Error.WriteLineAsync($"peers.py ended with {code}").ConfigureAwait(false);
                return 1;
            }

            return Report(JsonNode.Parse(await File.ReadAllTextAsync(figures, cancellationToken).ConfigureAwait(false))!["rows"]!.AsArray());
        }
        finally
        {
            File.Delete(figures);
        }
    }

    private static int Report(JsonArray rows)
    {
        bool met = true;
        var measured = rows.Where(row => row!["wall_ms_min"] is not null).Select(row => row!).ToList();
        foreach (IGrouping<int, JsonNode> threads in measured.GroupBy(row => (int)row["threads"]!))
        {
            var logarithms = new List<double>();
            Console.WriteLine($"{threads.Key} thread(s): least wall + preparation, ms");
            foreach (IGrouping<string, JsonNode> circuit in threads.GroupBy(row => (string)row["circuit"]!))
            {
                double ours = circuit.Where(row => (string)row["engine"]! == "ours").Select(Total).DefaultIfEmpty(double.NaN).Min();
                JsonNode? peer = circuit.Where(row => (string)row["engine"]! != "ours").MinBy(Total);
                if (peer is null || double.IsNaN(ours))
                {
                    continue;
                }

                double ratio = Total(peer) / ours;
                logarithms.Add(Math.Log(ratio));
                met &= ratio >= 1;
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture, $"  {circuit.Key,-16} ours {ours,9:0.000}   {peer["engine"]} {peer["variant"]} {Total(peer),9:0.000}   {ratio,8:0.00} x"));
            }

            double mean = Math.Exp(logarithms.DefaultIfEmpty(0).Average());
            met &= mean >= Aim;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  geometric mean {mean:0.00} x; aim {Aim:0} x, and no circuit below 1"));
        }

        return met ? 0 : 1;
    }

    /// <summary>How this program is started: by its own file, or by the runtime's with its assembly.</summary>
    private static string Command()
    {
        string assembly = typeof(EngineMeasurement).Assembly.Location;
        return Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? $"{Environment.ProcessPath} {assembly}" : Environment.ProcessPath!;
    }

    private static double Total(JsonNode row) => (double)row["wall_ms_min"]! + (double)row["prepare_ms"]!;

    private static async Task<int> RunPythonAsync(string python, string[] arguments, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(python) { RedirectStandardError = true };
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        try
        {
            using Process process = Process.Start(start)!;
            Task<string> errors = process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            string text = await errors.ConfigureAwait(false);
            if (process.ExitCode != 0 && text.Contains("FAILED", StringComparison.Ordinal))
            {
                await Console.Error.WriteLineAsync(text).ConfigureAwait(false);
            }

            return process.ExitCode;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return -1;
        }
    }
}
