using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Orleans.QuantumMesh.Cli.Processes;
using Orleans.QuantumMesh.Cli.Reports;
using Orleans.QuantumMesh.Core.Circuits;
using Spectre.Console;

namespace Orleans.QuantumMesh.Cli.Commands;

/// <summary><c>mesh run FILE</c>: a mesh of its own for one circuit, and what came of it.</summary>
public static class RunCommand
{
    private const int MaximumCircuitBytes = 1_000_000;

    private static readonly HashSet<string> Valued = ["seed", "shots", "nodes", "mode", "data", "noise-shots", "label", "port", "param"];
    private static readonly HashSet<string> Flags = ["json", "keep"];

    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        CommandLine line = CommandLine.Parse("run", arguments, Valued, Flags);
        if (line.Positionals.Count != 1)
        {
            throw new CommandException("'run' takes one circuit file: mesh run FILE.", 2);
        }

        string file = line.Positionals[0];
        string circuit = CircuitFile.Read(file, MaximumCircuitBytes);
        if (line.Texts("param").Count == 0)
        {
            Check(file, circuit);
        }

        JsonObject submission = Submission(circuit, line);
        bool json = line.Has("json");
        bool keep = line.Has("keep") || line.Text("data") is not null;
        string data = line.Text("data") ?? (keep ? "data" : Directory.CreateTempSubdirectory("qmesh-run-").FullName);
        List<string> log = [];
        IAnsiConsole progress = RunConsole.Progress(json);
        try
        {
            MeshOptions options = new()
            {
                DataFolder = data,
                Port = line.Number("port", 0, 0, 65535),
                Nodes = line.Number("nodes", 4, 1, 256),
                Log = message => Append(log, message),
            };
            progress.MarkupLine($"[grey]starting a coordinator and {options.Nodes} nodes …[/]");
            await using MeshProcesses mesh = await MeshProcesses.StartAsync(Installation.Find(), options, cancellationToken);
            using GatewayClient gateway = new(mesh.Address);
            await MeshReadiness.WaitAsync(gateway, options.Nodes, cancellationToken);
            string jobId = await gateway.SubmitAsync(submission, cancellationToken);
            await RunConsole.FollowAsync(progress, gateway, jobId, cancellationToken);
            string text = await gateway.GetTextAsync($"jobs/{jobId}?wait=5", cancellationToken);
            JsonNode job = JsonNode.Parse(text)!;
            bool completed = job["status"]!.GetValue<string>() == "COMPLETED";
            if (json)
            {
                Console.Out.WriteLine(text);
            }
            else if (completed)
            {
                JsonNode plan = await gateway.GetAsync($"plans/{job["plan_id"]!.GetValue<string>()}", cancellationToken);
                RunReport.Print(RunConsole.Output(), job, plan, mesh.NodeNames);
            }

            if (completed)
            {
                return 0;
            }

            PrintLog(log);
            throw new CommandException($"the job ended as {job["status"]}: {job["error"]}");
        }
        catch (ProblemException refused)
        {
            throw new CommandException(CircuitFile.Describe(file, circuit, refused.Problem));
        }
        catch (HttpRequestException exception)
        {
            PrintLog(log);
            throw new CommandException($"the coordinator can't be reached any more: {exception.Message}");
        }
        finally
        {
            if (!keep)
            {
                Directory.Delete(data, recursive: true);
            }
            else
            {
                progress.MarkupLineInterpolated($"[grey]what it stored is in {data}[/]");
            }
        }
    }

    // What the gateway would refuse for its text needs no mesh to be refused.
    private static void Check(string file, string circuit)
    {
        CircuitParseResult result = CircuitParser.Parse(circuit);
        if (!result.IsAccepted)
        {
            throw new CommandException($"{file} is refused:\n{string.Join('\n', result.Diagnostics.Select(fault => DiagnosticText.Show(fault, circuit, file)))}");
        }
    }

    private static JsonObject Submission(string circuit, CommandLine line)
    {
        JsonObject submission = new() { ["circuit"] = circuit };
        if (line.Text("seed") is { } seed)
        {
            submission["seed"] = UInt128.TryParse(seed, NumberStyles.None, CultureInfo.InvariantCulture, out _)
                ? seed
                : throw new CommandException($"--seed takes a whole number from 0 to 2^128 - 1, not '{seed}'.", 2);
        }

        if (line.Text("shots") is not null)
        {
            submission["shots"] = line.Number("shots", 1024, 1, 1_000_000);
        }

        if (line.Text("noise-shots") is not null)
        {
            submission["noise_shots"] = line.Number("noise-shots", 256, 0, 65_536);
        }

        if (line.Text("mode") is { } mode)
        {
            submission["mode"] = mode is "distributed" or "centralized" ? mode : throw new CommandException($"--mode is distributed or centralized, not '{mode}'.", 2);
        }

        JsonObject parameters = [];
        foreach (string parameter in line.Texts("param"))
        {
            int equals = parameter.IndexOf('=', StringComparison.Ordinal);
            parameters[equals > 0 ? parameter[..equals] : throw new CommandException($"--param takes NAME=VALUE, not '{parameter}'.", 2)] = Value(parameter[(equals + 1)..]);
        }

        if (parameters.Count > 0)
        {
            submission["parameters"] = parameters;
        }

        if (line.Text("label") is { } label)
        {
            submission["label"] = label;
        }

        return submission;
    }

    // A number, true or false as JSON has them; anything else as text, such as a register's bits in quotes.
    private static JsonNode? Value(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return text;
        }
    }

    private static void Append(List<string> log, string message)
    {
        lock (log)
        {
            log.Add(message);
        }
    }

    private static void PrintLog(List<string> log)
    {
        lock (log)
        {
            foreach (string message in log.TakeLast(20))
            {
                Console.Error.WriteLine(message);
            }
        }
    }
}
