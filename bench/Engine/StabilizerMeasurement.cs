using System.Diagnostics;
using System.Globalization;
using System.Text;
using Orleans.QuantumMesh.Core.Circuits;
using Orleans.QuantumMesh.Core.Simulation;

namespace Orleans.QuantumMesh.Bench.Engine;

/// <summary>
/// A wide Clifford circuit sampled by the stabilizer method, beside Stim on the same circuit in the same run where <c>STIM_PYTHON</c> names a Python that has it.
/// On both sides: from the parsed circuit to all outcomes. Arguments: qubits, depth, shots, repetitions.
/// </summary>
internal sealed class StabilizerMeasurement : IMeasurement
{
    private const double Aim = 3;

    private static readonly string[] Singles = ["h", "s", "sdg", "x", "y", "z", "sx", "sxdg"];
    private static readonly string[] Pairs = ["cx", "cz", "cy", "swap"];

    /// <summary>What our gates are called there.</summary>
    private static readonly Dictionary<string, string> StimNames = new()
    {
        ["h"] = "H",
        ["s"] = "S",
        ["sdg"] = "S_DAG",
        ["x"] = "X",
        ["y"] = "Y",
        ["z"] = "Z",
        ["sx"] = "SQRT_X",
        ["sxdg"] = "SQRT_X_DAG",
        ["cx"] = "CX",
        ["cz"] = "CZ",
        ["cy"] = "CY",
        ["swap"] = "SWAP",
    };

    public string Name => "stabilizer";

    public string Description => "a 1,000-qubit, depth-100 Clifford circuit with 1,024 shots, beside Stim";

    public async Task<int> RunAsync(string[] arguments, CancellationToken cancellationToken)
    {
        int[] numbers = [.. arguments.Select(argument => int.Parse(argument, CultureInfo.InvariantCulture))];
        (int qubits, int depth, int shots, int repetitions) = (At(numbers, 0, 1000), At(numbers, 1, 100), At(numbers, 2, 1024), At(numbers, 3, 9));
        (string qasm, string stim) = Draw(qubits, depth);
        CircuitProgram program = CircuitParser.Parse(qasm).Program!;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{qubits} qubits, depth {depth}, {program.Operations.Length - qubits} gates, {shots} shots; the fastest and the median of {repetitions}"));
        double[] walls = new double[repetitions];
        for (int repetition = -1; repetition < repetitions; repetition++)
        {
            long start = Stopwatch.GetTimestamp();
            CircuitSampler.Counts(program, shots, 1, new EngineOptions { Method = SimulationMethod.Stabilizer }, cancellationToken);
            walls[Math.Max(0, repetition)] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }

        (double fastest, double median) = Print("engine", walls);
        if (Environment.GetEnvironmentVariable("STIM_PYTHON") is not { Length: > 0 } python)
        {
            Console.WriteLine("stim      not measured: STIM_PYTHON names no Python that has it");
            return 0;
        }

        (double stimFastest, double stimMedian) = Print("stim", await RunStimAsync(python, stim, shots, repetitions, cancellationToken).ConfigureAwait(false));
        double ratio = median / stimMedian;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"engine / stim: {fastest / stimFastest:0.00} by the fastest, {ratio:0.00} by the median; the aim is {Aim:0}"));
        return ratio <= Aim ? 0 : 1;
    }

    private static int At(int[] numbers, int place, int otherwise) => place < numbers.Length ? numbers[place] : otherwise;

    /// <summary>Layers of random gates on all qubits, of one and of two qubits in turn, then a measurement of every qubit; in OpenQASM 2 and for Stim.</summary>
    private static (string Qasm, string Stim) Draw(int qubits, int depth)
    {
        var random = new Random(20260115);
        var qasm = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"OPENQASM 2.0;\ninclude \"qelib1.inc\";\nqreg q[{qubits}];\ncreg c[{qubits}];\n"));
        var stim = new StringBuilder();
        int[] order = [.. Enumerable.Range(0, qubits)];
        for (int layer = 0; layer < depth; layer++)
        {
            random.Shuffle(order);
            int width = 1 + (layer % 2);
            for (int place = 0; place + width <= qubits; place += width)
            {
                string[] names = width == 1 ? Singles : Pairs;
                string name = names[random.Next(names.Length)];
                qasm.AppendLine(CultureInfo.InvariantCulture, $"{name} {(width == 1 ? $"q[{order[place]}]" : $"q[{order[place]}],q[{order[place + 1]}]")};");
                stim.AppendLine(CultureInfo.InvariantCulture, $"{StimNames[name]} {(width == 1 ? $"{order[place]}" : $"{order[place]} {order[place + 1]}")}");
            }
        }

        return (qasm.Append("measure q -> c;\n").ToString(), stim.Append("M ").AppendJoin(' ', Enumerable.Range(0, qubits)).Append('\n').ToString());
    }

    private static (double Fastest, double Median) Print(string name, double[] walls)
    {
        Array.Sort(walls);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-9} {walls[0],8:0.0} ms {walls[walls.Length / 2],8:0.0} ms"));
        return (walls[0], walls[walls.Length / 2]);
    }

    private static async Task<double[]> RunStimAsync(string python, string circuit, int shots, int repetitions, CancellationToken cancellationToken)
    {
        const string script = """
            import stim, sys, time
            circuit, shots, repetitions = stim.Circuit(sys.stdin.read()), int(sys.argv[1]), int(sys.argv[2])
            for _ in range(repetitions):
                start = time.perf_counter()
                circuit.compile_sampler().sample(shots)
                print(1000 * (time.perf_counter() - start), flush=True)
            """;
        var start = new ProcessStartInfo(python)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            ArgumentList = { "-c", script, shots.ToString(CultureInfo.InvariantCulture), repetitions.ToString(CultureInfo.InvariantCulture) },
        };
        using Process process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(circuit.AsMemory(), cancellationToken).ConfigureAwait(false);
        process.StandardInput.Close();
        string output = await process.StandardOutput.ReadToEndAsync(cancellationToken).ConfigureAwait(false);
        await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        return process.ExitCode == 0
            ? [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => double.Parse(line, CultureInfo.InvariantCulture))]
            : throw new InvalidOperationException($"{python} ended with {process.ExitCode}.");
    }
}
