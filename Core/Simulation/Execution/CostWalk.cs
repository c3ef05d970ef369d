using System.Collections.Immutable;
using Orleans.QuantumMesh.Core.Circuits;

namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>Adds up what a program's operations cost; run-time loops are taken to make up to 8 turns.</summary>
internal sealed class CostWalk(CircuitProgram program, int shots)
{
    private const double SecondsPerAmplitude = 0.8e-9;
    private const double SecondsPerGate = 2e-7;
    private const double SecondsPerTableauColumn = 4e-9;
    private const int AssumedTurns = 8;

    private readonly QubitGroups groups = new(program.QubitCount);
    private readonly bool[] joined = new bool[program.QubitCount];

    public MeasurementStructure Structure { get; } = new(program);

    /// <summary>The most qubits in one group.</summary>
    public int Widest { get; private set; }

    /// <summary>The memory of all groups at the end.</summary>
    public double Bytes { get; private set; }

    /// <summary>A bound on the histories of the shots.</summary>
    public double Histories { get; private set; } = 1;

    /// <summary>Seconds of all histories by amplitudes, and of one alone.</summary>
    public (double All, double Single) Amplitudes { get; private set; }

    /// <summary>Seconds of all histories by a tableau, and of one alone.</summary>
    public (double All, double Single) Tableau { get; private set; }

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
                    Spend(operation.Qubits, 1, 2);
                    break;
                case MeasureOperation or ResetOperation:
                    var parts = !Structure.IsTerminal(operation.Number) && !Structure.IsUntouchedReset(operation.Number);
                    Spend(operation.Qubits, parts ? 2 : 0, 2.0 * program.QubitCount);
                    Histories = parts ? Math.Min(2 * Histories, shots) : Histories;
                    break;
            }
        }
    }

    private void Join(ImmutableArray<int> qubits)
    {
        foreach (var qubit in qubits)
        {
            if (!joined[qubit])
            {
                joined[qubit] = true;
                Bytes += Memory(1);
            }

            if (groups.Find(qubits[0]) != groups.Find(qubit))
            {
                Bytes -= Memory(groups.SizeOf(qubits[0])) + Memory(groups.SizeOf(qubit));
                groups.Join(qubits[0], qubit);
                Bytes += Memory(groups.SizeOf(qubit));
            }

            Widest = Math.Max(Widest, groups.SizeOf(qubit));
        }
    }

    private void Spend(ImmutableArray<int> qubits, double passes, double columns)
    {
        var amplitudes = SecondsPerGate + (qubits.IsEmpty ? 0 : passes * SecondsPerAmplitude * Math.Pow(2, groups.SizeOf(qubits[0])));
        var tableau = SecondsPerGate + (columns * SecondsPerTableauColumn * (1 + (program.QubitCount / 256)));
        Amplitudes = (Amplitudes.All + (amplitudes * Histories), Amplitudes.Single + amplitudes);
        Tableau = (Tableau.All + (tableau * Histories), Tableau.Single + tableau);
    }

    private static double Memory(int qubits) => 16 * Math.Pow(2, qubits);
}
