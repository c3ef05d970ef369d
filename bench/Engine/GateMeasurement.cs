using System.Diagnostics;
using System.Globalization;
using System.Numerics;
using System.Text;
using Orleans.QuantumMesh.Core.Circuits;
using Orleans.QuantumMesh.Core.Simulation;

namespace Orleans.QuantumMesh.Bench.Engine;

/// <summary>
/// Each gate class, gate by gate on one full vector: gates a second, GB/s of the 64-byte lines that the gate changes, read and written, and the share of the
/// in-place memory speed, measured beside each gate at the same size, over all lines and over those that the gate changes.
/// </summary>
internal sealed class GateMeasurement : IMeasurement
{
    private const int LineBits = 2;

    /// <summary>Selectors: how many of the first operands only say which amplitudes change.</summary>
    private static readonly (string Name, string Text, int Qubits, int Selectors)[] Gates =
    [
        ("h", "h", 1, 0), ("x", "x", 1, 0), ("t", "t", 1, 1), ("rz", "rz(0.3)", 1, 0), ("u3", "u3(0.3,0.4,0.5)", 1, 0), ("cx", "cx", 2, 1),
        ("cu1", "cu1(0.3)", 2, 2), ("rzz", "rzz(0.3)", 2, 0), ("rxx", "rxx(0.3)", 2, 0), ("generic", "generic", 2, 0), ("ccx", "ccx", 3, 2),
    ];

    public string Name => "engine-gates";

    public string Description => "each gate class at 10 to 26 qubits: gates/s, GB/s, share of the memory speed; [--qubits 10,14,20,24] [--threads 1,2] [--gates h,generic]";

    public Task<int> RunAsync(string[] arguments, CancellationToken cancellationToken)
    {
        string[] wanted = CommandOptions.Text(arguments, "--gates", string.Join(',', Gates.Select(gate => gate.Name))).Split(',');
        foreach (int threads in CommandOptions.Numbers(arguments, "--threads", "1,2"))
        {
            foreach (int qubits in CommandOptions.Numbers(arguments, "--qubits", "10,12,14,16,18,20,22,24,26"))
            {
                using var memory = new MemorySpeed(16L << qubits, threads);
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{qubits} qubits, {threads} thread(s); in-place scale of {16L << qubits} bytes: {memory.Measure():0.0} GB/s"));
                foreach (var gate in Gates.Where(gate => wanted.Contains(gate.Name)))
                {
                    foreach (var (place, first) in new[] { ("lowest", 0), ("low", 1), ("middle", qubits / 2), ("high", qubits - gate.Qubits) })
                    {
                        cancellationToken.ThrowIfCancellationRequested();
                        double seconds = SecondsPerGate(gate, first, qubits, threads, cancellationToken);
                        long selected = Enumerable.Range(first, gate.Selectors).Where(bit => bit >= LineBits).Sum(bit => 1L << (bit - LineBits));
                        double speed = (32L << qubits >> BitOperations.PopCount((ulong)selected)) / seconds / 1e9;
                        string same = selected == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", {speed / memory.Measure(selected):0%} of the same lines");
                        Console.WriteLine(string.Create(
                            CultureInfo.InvariantCulture, $"  {gate.Name,-8} {place,-7} {1 / seconds,12:0} gates/s {speed,8:0.0} GB/s {speed / memory.Measure(),6:0%} of memory{same}"));
                    }
                }
            }
        }

        return Task.FromResult(0);
    }

    private static double SecondsPerGate((string Name, string Text, int Qubits, int Selectors) gate, int first, int qubits, int threads, CancellationToken cancellationToken)
    {
        int copies = (int)Math.Clamp(4e8 / (32L << qubits), 8, 4000);
        var options = new EngineOptions { Threads = threads, Fusion = false, Components = false };

        // Less one gate, not none: the first to write to fresh memory waits for the system to clear it.
        double many = Least(Program(gate, first, qubits, copies + 1), options, cancellationToken);
        double one = Least(Program(gate, first, qubits, 1), options, cancellationToken);
        return Math.Max(many - one, 1e-9) / copies;
    }

    private static double Least(CircuitProgram program, EngineOptions options, CancellationToken cancellationToken)
    {
        var runner = new CircuitRunner(program, options);
        double least = double.PositiveInfinity;
        for (int run = 0; run < 5; run++)
        {
            long start = Stopwatch.GetTimestamp();
            runner.Run(cancellationToken).Dispose();
            least = Math.Min(least, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        return least;
    }

    private static CircuitProgram Program((string Name, string Text, int Qubits, int Selectors) gate, int first, int qubits, int copies)
    {
        string word = gate.Name == "generic" ? "rxx(0.3)" : gate.Text;
        string operands = string.Join(',', Enumerable.Range(first, gate.Qubits).Select(qubit => $"q[{qubit}]"));
        var text = new StringBuilder("OPENQASM 2.0;\ninclude \"qelib1.inc\";\n").Append(CultureInfo.InvariantCulture, $"qreg q[{qubits}];\n");
        for (int copy = 0; copy < copies; copy++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{word} {operands};\n");
        }

        CircuitProgram program = CircuitParser.Parse(text.ToString()).Program!;
        return gate.Name != "generic" ? program : program with
        {
            Operations = [.. program.Operations.Select(operation => ((GateOperation)operation) with { Gate = GateCatalog.Unitary(2), Parameters = [.. Generic()] })],
        };
    }

    /// <summary>(U ⊗ V) exp(i XX) as a full complex matrix: a product of catalog gates.</summary>
    private static IEnumerable<double> Generic()
    {
        Complex[] u = GateCatalog.Matrix(GateCatalog.Get("u3"), [0.7, 0.3, 1.1]);
        Complex[] v = GateCatalog.Matrix(GateCatalog.Get("u3"), [1.3, -0.4, 0.6]);
        Complex[] core = GateCatalog.Matrix(GateCatalog.Get("rxx"), [0.9]);
        for (int row = 0; row < 4; row++)
        {
            for (int column = 0; column < 4; column++)
            {
                Complex sum = 0;
                for (int inner = 0; inner < 4; inner++)
                {
                    sum += u[((row & 1) * 2) + (inner & 1)] * v[((row >> 1) * 2) + (inner >> 1)] * core[(inner * 4) + column];
                }

                yield return sum.Real;
                yield return sum.Imaginary;
            }
        }
    }
}
