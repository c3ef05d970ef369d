using System.Diagnostics;
using System.Globalization;
using Orleans.QuantumMesh.Core.Circuits;
using Orleans.QuantumMesh.Core.Tests.Circuits;

namespace Orleans.QuantumMesh.Bench.Parser;

/// <summary>How long the texts of the suite that ask for too much take until they are refused.</summary>
internal sealed class BombMeasurement : IMeasurement
{
    public string Name => "bombs";

    public string Description => "circuits that ask for more than there is, until they are refused";

    public Task<int> RunAsync(string[] arguments, CancellationToken cancellationToken)
    {
        Console.WriteLine("| refused by | text, KiB | work, units | processor ms | beginning |");
        Console.WriteLine("| --- | --- | --- | --- | --- |");
        foreach (var (code, text) in Bombs.All)
        {
            var least = double.PositiveInfinity;
            var work = 0L;
            for (var round = 0; round < 3 && !cancellationToken.IsCancellationRequested; round++)
            {
                var before = Environment.CpuUsage.TotalTime;
                var clock = Stopwatch.GetTimestamp();
                var result = CircuitParser.Parse(text);
                least = Math.Min(least, Math.Min((Environment.CpuUsage.TotalTime - before).TotalMilliseconds, Stopwatch.GetElapsedTime(clock).TotalMilliseconds));
                work = result.Work;
                if (result.IsAccepted || result.Diagnostics[^1].Code != code)
                {
                    Console.Error.WriteLine($"not refused by {code}: {text.AsSpan(0, Math.Min(200, text.Length))}");
                    return Task.FromResult(1);
                }
            }

            var shown = string.Join(' ', text.Split('\n').Skip(2).Take(3)).Replace('|', ' ');
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {code} | {text.Length >> 10} | {work} | {least:0.0} | `{shown[..Math.Min(60, shown.Length)]}` |"));
        }

        return Task.FromResult(0);
    }
}
