using System.Diagnostics;
using System.Globalization;
using System.Text;
using Orleans.QuantumMesh.Core.Circuits;
using Orleans.QuantumMesh.Core.Simulation;

namespace Orleans.QuantumMesh.Bench.Engine;

/// <summary>
/// What a circuit of ten qubits costs in-process, whole: from the parsed program to its final state, compilation included, and to counts of 1,024 shots.
/// The circuits of <c>QMESH_SHARED</c> are measured where that is set.
/// </summary>
internal sealed class SmallMeasurement : IMeasurement
{
    private const double Seconds = 0.4;

    public string Name => "small";

    public string Description => "circuits of ten qubits: from the parsed program to the final state, and to counts; [--threads 2]";

    public Task<int> RunAsync(string[] arguments, CancellationToken cancellationToken)
    {
        int index = Array.IndexOf(arguments, "--threads");
        var options = new EngineOptions { Threads = index >= 0 && index + 1 < arguments.Length ? int.Parse(arguments[index + 1], CultureInfo.InvariantCulture) : Environment.ProcessorCount };
        Console.WriteLine("circuit        gates     first µs   compile µs       run µs     whole µs   p95 whole µs   counts of 1,024 µs");
        foreach (var (name, program) in Circuits())
        {
            long start = Stopwatch.GetTimestamp();
            new CircuitRunner(program, options).Run(cancellationToken).Dispose();
            double first = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
            var runner = new CircuitRunner(program, options);
            (double compile, _) = Measure(() => _ = new CircuitRunner(program, options), cancellationToken);
            (double run, _) = Measure(() => runner.Run(cancellationToken).Dispose(), cancellationToken);
            (double whole, double late) = Measure(() => new CircuitRunner(program, options).Run(cancellationToken).Dispose(), cancellationToken);
            CircuitProgram measured = Measured(program);
            (double counts, _) = Measure(() => CircuitSampler.Counts(measured, 1024, 1, options, cancellationToken), cancellationToken);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{name,-12} {program.Operations.Count(operation => operation is GateOperation),7} {first,12:0.0} {compile,12:0.0} {run,12:0.0} {whole,12:0.0} {late,14:0.0} {counts,20:0.0}"));
        }

        return Task.FromResult(0);
    }

    /// <summary>The median and the 95th percentile, in microseconds.</summary>
    private static (double Median, double Late) Measure(Action action, CancellationToken cancellationToken)
    {
        var times = new List<double>();
        long begun = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(begun).TotalSeconds < Seconds)
        {
            cancellationToken.ThrowIfCancellationRequested();
            long start = Stopwatch.GetTimestamp();
            action();
            times.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds);
        }

        // The second half: the compiler is done by then.
        var quantiles = new Quantiles(times[(times.Count / 2)..]);
        return (quantiles.At(0.5), quantiles.At(0.95));
    }

    private static IEnumerable<(string Name, CircuitProgram Program)> Circuits()
    {
        yield return ("ghz_10", Parse("h q[0];\n" + string.Concat(Enumerable.Range(0, 9).Select(qubit => $"cx q[{qubit}],q[{qubit + 1}];\n"))));
        yield return ("layered_10", Parse(Layers()));
        if (Environment.GetEnvironmentVariable("QMESH_SHARED") is not { Length: > 0 } shared)
        {
            Console.WriteLine("adder_n10, ising_n10 not measured: QMESH_SHARED names no folder that holds them");
            yield break;
        }

        foreach (string name in new[] { "adder_n10", "ising_n10" })
        {
            string file = Directory.EnumerateFiles(Path.Combine(shared, "circuits"), name + ".qasm*", SearchOption.AllDirectories).First();
            yield return (name, CircuitParser.Parse(File.ReadAllText(file)).Program!);
        }
    }

    /// <summary>A hundred gates: u3 on all qubits, CX between neighbours, and so on.</summary>
    private static string Layers()
    {
        var random = new Random(3);
        var text = new StringBuilder();
        for (int gates = 0, layer = 0; gates < 100; layer++)
        {
            for (int qubit = 0; qubit < 10 && gates < 100; qubit++, gates++)
            {
                text.AppendLine(CultureInfo.InvariantCulture, $"u3({random.NextDouble() * 3},{random.NextDouble() * 6},{random.NextDouble() * 6}) q[{qubit}];");
            }

            for (int qubit = layer % 2; qubit + 1 < 10 && gates < 100; qubit += 2, gates++)
            {
                text.AppendLine(CultureInfo.InvariantCulture, $"cx q[{qubit}],q[{qubit + 1}];");
            }
        }

        return text.ToString();
    }

    private static CircuitProgram Parse(string body) => CircuitParser.Parse("OPENQASM 2.0;\ninclude \"qelib1.inc\";\nqreg q[10];\ncreg c[10];\n" + body).Program!;

    /// <summary>The program with a measurement of every qubit where it has none.</summary>
    private static CircuitProgram Measured(CircuitProgram program)
    {
        if (program.Operations.Any(operation => operation is MeasureOperation))
        {
            return program;
        }

        int last = program.Operations[^1].Number;
        return program with
        {
            Operations =
            [
                .. program.Operations,
                .. Enumerable.Range(0, program.QubitCount).Select(qubit => new MeasureOperation
                {
                    Bit = qubit, Number = last + 1 + qubit, Group = last + 1 + qubit, ServiceType = "measurement_feedforward", Qubits = [qubit],
                }),
            ],
        };
    }
}
