using System.Collections.Immutable;
using System.Globalization;
using Orleans.QuantumMesh.Core.Circuits;

namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>What a program will cost the engine, estimated before anything is spent.</summary>
public sealed record ExecutionEstimate
{
    private const double SecondsPerAmplitude = 1.5e-9;
    private const double SecondsPerGate = 2e-7;
    private const int AssumedTurns = 8;

    private ExecutionEstimate()
    {
    }

    /// <summary>The most qubits that gates may join in one vector.</summary>
    public required int WidestGroup { get; init; }

    /// <summary>The most memory that states take at a time, in bytes; copies for histories that part are counted.</summary>
    public required double Bytes { get; init; }

    /// <summary>A bound on the different sequences of outcomes that the shots can have.</summary>
    public required double Histories { get; init; }

    /// <summary>Seconds of the ideal run.</summary>
    public required double Seconds { get; init; }

    /// <summary>Seconds of one trajectory of the noise, run on its own.</summary>
    public required double SecondsPerTrajectory { get; init; }

    /// <summary>Estimates a program that is run with that many shots; run-time loops are taken to make up to 8 turns.</summary>
    public static ExecutionEstimate Of(CircuitProgram program, int shots)
    {
        var walk = new Walk(program, shots);
        walk.Visit(program.Operations);
        var structure = walk.Structure;
        var copies = structure.IsDynamic ? Math.Min(Math.Log2(shots) + 2, walk.Histories + 1) : 2;
        return new ExecutionEstimate
        {
            WidestGroup = walk.Widest,
            Bytes = walk.Bytes * copies,
            Histories = walk.Histories,
            Seconds = walk.Seconds,
            SecondsPerTrajectory = walk.SingleSeconds,
        };
    }

    /// <summary>Why the program can't be run within the limits, with the numbers; <see langword="null"/> where it can.</summary>
    public string? Refusal(EngineLimits limits)
    {
        if (Bytes > limits.MaximumBytes)
        {
            return string.Create(CultureInfo.InvariantCulture,
                $"The program joins {WidestGroup} qubits in one state and would need {Bytes / (1 << 30):0.##} GiB of memory; the limit is {limits.MaximumBytes / (double)(1 << 30):0.##} GiB.");
        }

        return Seconds > limits.MaximumSeconds
            ? string.Create(CultureInfo.InvariantCulture, $"The program is estimated to take {Seconds:0.#} s, with up to {Histories:0} histories of outcomes; the limit is {limits.MaximumSeconds:0.#} s.")
            : null;
    }

    /// <summary>How many of the trajectories asked for fit into the limits, and the warning where they are fewer.</summary>
    public (int Shots, string? Warning) NoiseShotsWithin(EngineLimits limits, int asked)
    {
        var fitting = limits.MaximumNoiseSeconds / Math.Max(SecondsPerTrajectory, 1e-9);
        if (asked <= fitting)
        {
            return (asked, null);
        }

        var shots = Math.Max(1, (int)fitting);
        return (shots, string.Create(CultureInfo.InvariantCulture,
            $"Noise shots are capped at {shots} of {asked}: each is estimated to take {SecondsPerTrajectory:0.###} s, and {limits.MaximumNoiseSeconds:0.#} s are the limit."));
    }

    private sealed class Walk
    {
        private readonly int[] parent;
        private readonly int[] size;
        private readonly bool[] joined;
        private readonly int shots;

        public Walk(CircuitProgram program, int shots)
        {
            this.shots = shots;
            Structure = new MeasurementStructure(program);
            parent = [.. Enumerable.Range(0, program.QubitCount)];
            size = new int[program.QubitCount];
            Array.Fill(size, 1);
            joined = new bool[program.QubitCount];
        }

        public MeasurementStructure Structure { get; }

        public int Widest { get; private set; }

        public double Bytes { get; private set; }

        public double Histories { get; private set; } = 1;

        public double Seconds { get; private set; }

        public double SingleSeconds { get; private set; }

        public void Visit(ImmutableArray<Operation> operations)
        {
            foreach (var operation in operations)
            {
                switch (operation)
                {
                    case LoopOperation loop:
                        for (var turn = 0; turn < Math.Min(loop.MaximumTurns, AssumedTurns); turn++)
                        {
                            Visit(loop.Body);
                        }

                        break;
                    case GateOperation:
                        Join(operation.Qubits);
                        Spend(operation.Qubits, 1);
                        break;
                    case MeasureOperation or ResetOperation when !Structure.IsTerminal(operation.Number) && !Structure.IsUntouchedReset(operation.Number):
                        Spend(operation.Qubits, 2);
                        Histories = Math.Min(2 * Histories, shots);
                        break;
                }
            }
        }

        private int Find(int qubit)
        {
            while (parent[qubit] != qubit)
            {
                qubit = parent[qubit] = parent[parent[qubit]];
            }

            return qubit;
        }

        private void Join(ImmutableArray<int> qubits)
        {
            foreach (var qubit in qubits)
            {
                var root = Find(qubits[0]);
                var other = Find(qubit);
                if (!joined[other])
                {
                    joined[other] = true;
                    Bytes += Memory(1);
                }

                if (root != other)
                {
                    Bytes += Memory(size[root] + size[other]) - Memory(size[root]) - Memory(size[other]);
                    parent[other] = root;
                    size[root] += size[other];
                }

                Widest = Math.Max(Widest, size[root]);
            }
        }

        private void Spend(ImmutableArray<int> qubits, int passes)
        {
            var seconds = SecondsPerGate + (qubits.IsEmpty ? 0 : passes * SecondsPerAmplitude * Math.Pow(2, size[Find(qubits[0])]));
            Seconds += seconds * Histories;
            SingleSeconds += seconds;
        }

        private static double Memory(int qubits) => 16 * Math.Pow(2, qubits);
    }
}
