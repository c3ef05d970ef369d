using System.Diagnostics;
using System.Globalization;
using Orleans.QuantumMesh.Core.Circuits;
using Orleans.QuantumMesh.Core.Tests.Circuits;

namespace Orleans.QuantumMesh.Bench.Parser;

/// <summary>Mutations of circuits by the million: no crash, no hang, memory bounded, every refusal placed, and what is accepted reads back as accepted.</summary>
internal sealed class FuzzMeasurement : IMeasurement
{
    private static readonly CircuitOptions Options = CircuitOptions.Default with { MaximumOperations = 2_000, MaximumLoopTurns = 200, MaximumQubits = 64, MaximumClassicalBits = 2_000 };

    public string Name => "fuzz";

    public string Description => "mutated circuits: COUNT FOLDER… (texts of at most 4 KiB there are the seeds)";

    public Task<int> RunAsync(string[] arguments, CancellationToken cancellationToken)
    {
        if (arguments.Length < 2 || !long.TryParse(arguments[0], NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var count))
        {
            Console.Error.WriteLine("fuzz: name how many mutations, and folders of circuits");
            return Task.FromResult(2);
        }

        string[] texts = [.. arguments[1..].SelectMany(folder => Directory.EnumerateFiles(folder, "*.qasm", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            .Where(file => new FileInfo(file).Length <= 4096).Select(File.ReadAllText)];
        var mutator = new TextMutator(texts, 20260115);
        var (accepted, diagnostics, slowest, work) = (0L, 0L, 0.0, 0L);
        var clock = Stopwatch.StartNew();
        for (var i = 0L; i < count && !cancellationToken.IsCancellationRequested; i++)
        {
            var text = mutator.Next();
            var before = Environment.CpuUsage.TotalTime;
            try
            {
                var result = CircuitParser.Parse(text, Options);
                work = Math.Max(work, result.Work);
                if (result.Program is { } program)
                {
                    accepted++;
                    if (i % 8 == 0 && !CircuitParser.Parse(ProgramFormatter.ToOpenQasm3(program), Options with { MaximumTextBytes = 1 << 24 }).IsAccepted)
                    {
                        return Fail(i, "its text is refused", text);
                    }
                }
                else if (result.Diagnostics.IsEmpty || result.Diagnostics.Any(one => one.Line < 1 || one.Column < 1 || one.Line > text.AsSpan().Count('\n') + 1))
                {
                    return Fail(i, "a refusal has no place", text);
                }

                diagnostics += result.Diagnostics.Length;
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                return Fail(i, exception.ToString(), text);
            }

            slowest = Math.Max(slowest, (Environment.CpuUsage.TotalTime - before).TotalMilliseconds);
            if ((i + 1) % 1_000_000 == 0)
            {
                Print(i + 1);
            }
        }

        Print(count);
        return Task.FromResult(0);

        void Print(long done) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{done:N0} mutations of {texts.Length} circuits in {clock.Elapsed.TotalSeconds:0} s: {accepted:N0} accepted, {diagnostics:N0} refusals placed; slowest {slowest:0.0} ms of processor time, "
            + $"most work {work:N0} units; {Environment.WorkingSet >> 20} MiB resident"));
    }

    private static Task<int> Fail(long index, string what, string text)
    {
        Console.Error.WriteLine($"mutation {index}: {what}\n{text}");
        return Task.FromResult(1);
    }
}
