using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Orleans.QuantumMesh.Core.Circuits;

namespace Orleans.QuantumMesh.Bench.Parser;

/// <summary>
/// Text in memory to <see cref="CircuitProgram"/>: a folder of files is read and timed, or, with <c>--external</c>, a peer's requests are answered line by line.
/// </summary>
internal sealed class ParserMeasurement : IMeasurement
{
    private static readonly CircuitOptions Options = CircuitOptions.Default with
    {
        MaximumTextBytes = 1 << 30,
        MaximumOperations = 50_000_000,
        MaximumClassicalBits = 50_000_000,
    };

    public string Name => "parser";

    public string Description => "OpenQASM text to a program: FOLDER (or files), or --external to stand beside other readers";

    public async Task<int> RunAsync(string[] arguments, CancellationToken cancellationToken)
    {
        if (arguments.Contains("--external"))
        {
            return await AnswerAsync(cancellationToken).ConfigureAwait(false);
        }

        var files = arguments.SelectMany(place => Directory.Exists(place) ? Directory.EnumerateFiles(place, "*.qasm*", SearchOption.AllDirectories) : [place])
            .Select(file => new FileInfo(file)).OrderBy(file => file.Length).ThenBy(file => file.Name, StringComparer.Ordinal).ToList();
        if (files.Count == 0)
        {
            Console.Error.WriteLine("parser: name files or a folder of them");
            return 2;
        }

        Console.WriteLine("| file | KiB | operations | ms | MB/s | thousand statements/s | processor ms | MB/s of processor time |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- | --- |");
        foreach (var file in files)
        {
            var text = await File.ReadAllTextAsync(file.FullName, cancellationToken).ConfigureAwait(false);
            var (samples, processor, items, error) = Time(text, 15, 4);
            if (error is not null)
            {
                Console.WriteLine($"| {file.Name} | {file.Length >> 10} | refused: {error} | | | | | |");
                continue;
            }

            samples.Sort();
            var median = samples[samples.Count / 2];
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {file.Name} | {file.Length >> 10} | {items} | {median:0.###} ({samples[0]:0.###}..{samples[^1]:0.###}) | {file.Length / median / 1e3:0.0} | {text.AsSpan().Count(';') / median:0} | {processor:0.###} | {file.Length / processor / 1e3:0.0} |"));
        }

        return 0;
    }

    /// <summary>The protocol of shared peers: one JSON object a line.</summary>
    private static async Task<int> AnswerAsync(CancellationToken cancellationToken)
    {
        Console.WriteLine("""{"version": "1", "variants": ["parse"]}""");
        while (await Console.In.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } line)
        {
            using var request = JsonDocument.Parse(line);
            var text = await File.ReadAllTextAsync(request.RootElement.GetProperty("file").GetString()!, cancellationToken).ConfigureAwait(false);
            var repeat = request.RootElement.TryGetProperty("repeat", out var given) ? given.GetInt32() : 3;
            var budget = request.RootElement.TryGetProperty("budget", out var seconds) ? seconds.GetDouble() : 3;
            var (samples, _, items, error) = Time(text, repeat, budget);
            Console.WriteLine(error is not null ? JsonSerializer.Serialize(new { error })
                : JsonSerializer.Serialize(new { wall_ms = samples, items, foreign = (double?)null }));
        }

        return 0;
    }

    /// <summary>Wall milliseconds of each reading, and the least processor time that the process spent on one, its collector's included.</summary>
    private static (List<double> Milliseconds, double Processor, int Items, string? Error) Time(string text, int repeat, double budget)
    {
        var clock = Stopwatch.StartNew();
        var warm = CircuitParser.Parse(text, Options);
        if (!warm.IsAccepted)
        {
            return ([], 0, 0, warm.Diagnostics[0].ToString());
        }

        while (clock.Elapsed.TotalSeconds < 0.5)
        {
            _ = CircuitParser.Parse(text, Options);
        }

        var samples = new List<double>();
        var least = double.PositiveInfinity;
        var rounds = Math.Max(1, 2_000_000 / Math.Max(1, text.Length));
        clock.Restart();
        while (samples.Count < Math.Max(1, repeat) && (samples.Count == 0 || clock.Elapsed.TotalSeconds < budget))
        {
            GC.Collect();
            var before = Environment.CpuUsage.TotalTime;
            for (var round = 0; round < rounds; round++)
            {
                _ = CircuitParser.Parse(text, Options);
            }

            least = Math.Min(least, (Environment.CpuUsage.TotalTime - before).TotalMilliseconds / rounds);
            GC.Collect();
            var start = Stopwatch.GetTimestamp();
            var result = CircuitParser.Parse(text, Options);
            samples.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            GC.KeepAlive(result);
        }

        return (samples, least, warm.Program.Operations.Length, null);
    }
}
