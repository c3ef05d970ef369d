using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Orleans.QuantumMesh.Core.Circuits;
using Orleans.QuantumMesh.Core.Simulation;

namespace Orleans.QuantumMesh.Bench.Engine;

/// <summary>
/// The engine behind the line protocol of the shared bench ("Another engine"): a request a line on standard input, an answer a line on standard output.
/// <c>PEERS_THREADS</c> gives the threads.
/// </summary>
internal sealed partial class EngineWorker : IMeasurement
{
    /// <summary>A gate that the catalog has, and no bench circuit; it stands for the opaque one.</summary>
    private const string StandIn = "csx";

    private static readonly int Threads = int.Parse(Environment.GetEnvironmentVariable("PEERS_THREADS") ?? "1", CultureInfo.InvariantCulture);

    public string Name => "engine-worker";

    public string Description => "the engine behind the line protocol of peers.py --external";

    public async Task<int> RunAsync(string[] arguments, CancellationToken cancellationToken)
    {
        Console.WriteLine("{\"version\": \"" + typeof(CircuitRunner).Assembly.GetName().Version!.ToString(3) + "\", \"variants\": [\"plain\", \"fused\"]}");
        while (await Console.In.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } line)
        {
            string answer;
            try
            {
                answer = Answer(JsonNode.Parse(line)!.AsObject(), cancellationToken).ToJsonString();
            }
            catch (Exception fault) when (fault is InvalidOperationException or ArgumentException or IOException or JsonException)
            {
                answer = new JsonObject { ["error"] = fault.Message }.ToJsonString();
            }

            Console.WriteLine(answer);
        }

        return 0;
    }

    private static JsonObject Answer(JsonObject request, CancellationToken cancellationToken)
    {
        string text = File.ReadAllText((string)request["file"]!);
        long start = Stopwatch.GetTimestamp();
        CircuitProgram program = Load(text, request["matrices"]?["generic"]);
        double load = Milliseconds(start);
        bool plain = (string?)request["variant"] == "plain";
        var options = new EngineOptions { Threads = Threads, Fusion = !plain, Components = !plain };
        int repeat = (int?)request["repeat"] ?? 0;
        double budget = (double?)request["budget"] ?? 5;
        var runner = new CircuitRunner(program, options);
        runner.Run(cancellationToken).Dispose();
        start = Stopwatch.GetTimestamp();
        runner = new CircuitRunner(program, options);
        double prepare = Milliseconds(start);
        var walls = new JsonArray();
        long begun = Stopwatch.GetTimestamp();
        for (int sample = 0; sample < repeat && (sample == 0 || Stopwatch.GetElapsedTime(begun).TotalSeconds < budget); sample++)
        {
            start = Stopwatch.GetTimestamp();
            FinalState state = runner.Run(cancellationToken);
            walls.Add(Milliseconds(start));
            state.Dispose();
        }

        if ((string?)request["state"] is { } path)
        {
            using FinalState state = runner.Run(cancellationToken);
            using FileStream stream = File.Create(path, 1 << 20);
            state.WriteTo(stream);
        }

        return new JsonObject
        {
            ["load_ms"] = load,
            ["prepare_ms"] = prepare,
            ["own_ms"] = walls.DeepClone(),
            ["wall_ms"] = walls,
            ["foreign"] = null,
        };
    }

    private static CircuitProgram Load(string text, JsonNode? generic)
    {
        if (!OpaqueDeclaration().IsMatch(text))
        {
            generic = null;
        }

        if (generic is not null)
        {
            text = GenericGate().Replace(OpaqueDeclaration().Replace(text, ""), StandIn + " ");
        }

        CircuitParseResult parsed = CircuitParser.Parse(text, CircuitOptions.Default with { MaximumTextBytes = int.MaxValue, MaximumOperations = int.MaxValue });
        if (parsed.Program is not { } program)
        {
            throw new InvalidOperationException(string.Join("; ", parsed.Diagnostics));
        }

        if (generic is null)
        {
            return program;
        }

        Gate unitary = GateCatalog.Unitary(2);
        ImmutableArray<double> entries = [.. generic.AsArray().SelectMany(row => row!.AsArray()).SelectMany(cell => cell!.AsArray()).Select(part => (double)part!)];
        return program with
        {
            Operations =
            [
                .. program.Operations.Select(operation => operation is GateOperation { Gate.Name: StandIn } gate ? gate with { Gate = unitary, Parameters = entries } : operation),
            ],
        };
    }

    private static double Milliseconds(long start) => Stopwatch.GetElapsedTime(start).TotalMilliseconds;

    [GeneratedRegex(@"opaque\s+generic[^;]*;")]
    private static partial Regex OpaqueDeclaration();

    [GeneratedRegex(@"\bgeneric\s")]
    private static partial Regex GenericGate();
}
