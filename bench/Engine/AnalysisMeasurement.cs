using System.Diagnostics;
using System.Globalization;
using System.Text;
using Orleans.QuantumMesh.Core.Circuits;
using Orleans.QuantumMesh.Core.Simulation;

namespace Orleans.QuantumMesh.Bench.Engine;

/// <summary>
/// What a result says of a state that joins all qubits, each set beside ten single gates on the same vector in the same run: all Bloch vectors, all pair observables,
/// top states; and a million shots, drawn alone and counted into keys.
/// </summary>
internal sealed class AnalysisMeasurement : IMeasurement
{
    private const int Gates = 10;
    private const int Shots = 1_000_000;
    private const int Rounds = 9;

    public string Name => "analysis";

    public string Description => "Bloch vectors, pairs, top states and a million shots beside ten gates; [--qubits 20] [--threads 1,2]";

    public Task<int> RunAsync(string[] arguments, CancellationToken cancellationToken)
    {
        int missed = 0;
        foreach (int threads in CommandOptions.Numbers(arguments, "--threads", "1,2"))
        {
            foreach (int qubits in CommandOptions.Numbers(arguments, "--qubits", "20"))
            {
                missed += Measure(qubits, threads, cancellationToken);
            }
        }

        return Task.FromResult(missed > 0 ? 1 : 0);
    }

    private static int Measure(int qubits, int threads, CancellationToken cancellationToken)
    {
        var options = new EngineOptions { Threads = threads };
        var unfused = options with { Fusion = false, Components = false };
        using FinalState state = new CircuitRunner(Program(Layers(qubits), qubits, measured: false), options).Run(cancellationToken);
        var ten = new CircuitRunner(Program(Singles(qubits, Gates), qubits, measured: false), unfused);
        var none = new CircuitRunner(Program([], qubits, measured: false), unfused);
        CircuitProgram sampled = Program(Layers(qubits), qubits, measured: true);

        // In turns, so that a slow moment of the machine meets all of them.
        double[] least = [.. Enumerable.Repeat(double.PositiveInfinity, 9)];
        for (int round = 0; round < Rounds; round++)
        {
            Time(0, () => none.Run(cancellationToken).Dispose());
            Time(1, () => ten.Run(cancellationToken).Dispose());
            Time(2, () => state.BlochVectors());
            Time(3, () => state.PairObservables());
            Time(4, () => state.TopStates(5));
            Time(5, () => state.TopStates(1 << 16));
        }

        for (int round = 0; round < 3; round++)
        {
            Time(6, () => state.Sample(Shots, 1));
            Time(7, () => CircuitSampler.Counts(sampled, 1, 1, options, cancellationToken));
            Time(8, () => CircuitSampler.Counts(sampled, Shots, 1, options, cancellationToken));
        }

        double gates = least[1] - least[0];
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{qubits} qubits, {threads} thread(s); {Gates} gates (h and u3, one after another): {gates:0.00} ms"));
        Print("Bloch vectors of all qubits", least[2], 1);
        Print("pairs ZZ and XX of all qubits", least[3], 1);
        Print("5 top states", least[4], 1);
        Print("65,536 top states", least[5], null);
        Print("a million shots drawn", least[6], null);
        Print("and counted into keys", least[8] - least[7], null);
        return least[2..5].Count(time => time > gates);

        void Time(int place, Action action)
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (int turn = 0; turn < (place < 6 ? 3 : 1); turn++)
            {
                long start = Stopwatch.GetTimestamp();
                action();
                least[place] = Math.Min(least[place], Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }
        }

        void Print(string name, double time, double? aim) => Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"  {name,-50} {time,9:0.00} ms  {time / gates,7:0.00} of ten gates{(aim is null ? "" : time > gates ? "  ABOVE THE AIM of 1" : "  (aim 1)")}"));
    }

    private static IEnumerable<string> Singles(int qubits, int count) =>
        Enumerable.Range(0, count).Select(gate => gate % 2 == 0 ? $"h q[{gate * qubits / count}];" : $"u3(0.3,0.4,0.5) q[{gate * qubits / count}];");

    private static IEnumerable<string> Layers(int qubits)
    {
        var random = new Random(7);
        for (int layer = 0; layer < 4; layer++)
        {
            for (int qubit = 0; qubit < qubits; qubit++)
            {
                yield return string.Create(CultureInfo.InvariantCulture, $"u3({random.NextDouble() * 3},{random.NextDouble() * 6},{random.NextDouble() * 6}) q[{qubit}];");
            }

            for (int qubit = layer % 2; qubit + 1 < qubits; qubit += 2)
            {
                yield return $"cx q[{qubit}],q[{qubit + 1}];";
            }
        }
    }

    private static CircuitProgram Program(IEnumerable<string> lines, int qubits, bool measured)
    {
        var text = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"OPENQASM 2.0;\ninclude \"qelib1.inc\";\nqreg q[{qubits}];\ncreg c[{qubits}];\n"));
        text.AppendJoin('\n', lines);
        return CircuitParser.Parse(text.Append(measured ? "\nmeasure q -> c;\n" : "\n").ToString()).Program!;
    }
}
