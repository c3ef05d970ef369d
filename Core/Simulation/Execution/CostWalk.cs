using System.Collections.Immutable;
using Orleans.QuantumMesh.Core.Circuits;

namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>Adds up what a program's operations cost; run-time loops are taken to make up to 8 turns.</summary>
internal sealed class CostWalk(CircuitProgram program, int shots)
{
    private const double SecondsPerAmplitude = 0.8e-9;
    private const double SecondsPerGate = 2e-7;
    private const double SecondsPerTableauColumn = 2e-9;
    private const int AssumedTurns = 8;

    private const double PassesPerFrame = 5;
    private const double SecondsPerCarriedOperation = 4e-9;
    private const double SecondsPerCarriedPair = 5e-11;
    private const int NarrowQubits = 12;
    private const double BytesPerListed = 300;
    private const double BytesPerKeyBit = 5;

    private readonly GateCompiler compiler = new();
    private readonly QubitGroups groups = new(program.QubitCount);
    private readonly bool[] joined = new bool[program.QubitCount];
    private long steps;
    private long stepsUntilTail;

    public MeasurementStructure Structure { get; } = new(program);

    /// <summary>The most qubits in one group.</summary>
    public int Widest { get; private set; }

    /// <summary>The memory of all groups at the end.</summary>
    public double Bytes { get; private set; }

    /// <summary>A bound on the histories of the shots.</summary>
    public double Histories { get; private set; } = 1;

    /// <summary>How many doubles a shot may draw.</summary>
    public long Draws { get; private set; }

    /// <summary>The memory that the outcomes of the shots may take: each different one is a key in two lists, with what counts it, and stands in the result's text.</summary>
    public double OutcomeBytes => Math.Min(shots, Math.Pow(2, Math.Min(Draws, 60))) * BytesPerOutcome;

    /// <summary>The memory that one more different outcome takes.</summary>
    public double BytesPerOutcome => BytesPerListed + (BytesPerKeyBit * (Structure.MeasuredQubits.Length + program.DeclaredBitCount));

    /// <summary>Seconds of all histories by amplitudes, and of one alone.</summary>
    public (double All, double Single) Amplitudes { get; private set; }

    /// <summary>Seconds of all histories by a tableau, and of one alone.</summary>
    public (double All, double Single) Tableau { get; private set; }

    /// <summary>
    /// Seconds by amplitudes of one of many trajectories: all of a run where its error comes before the last operation through which errors aren't carried, and comparisons only where it comes later.
    /// </summary>
    public double AmplitudesOfTrajectory =>
        Math.Min(Amplitudes.Single, (Amplitudes.Single * stepsUntilTail / Math.Max(1, steps)) + (PassesPerFrame * SecondsPerAmplitude * Math.Pow(2, Widest)));

    /// <summary>Seconds of one of many trajectories that a tableau carries together.</summary>
    public double CarriedTrajectory => (SecondsPerCarriedOperation * steps) + (SecondsPerCarriedPair * program.QubitCount * program.QubitCount);

    public void Visit(ImmutableArray<Operation> operations) => Visit(operations, inLoop: false);

    private void Visit(ImmutableArray<Operation> operations, bool inLoop)
    {
        foreach (var operation in operations)
        {
            steps++;
            switch (operation)
            {
                case LoopOperation loop:
                    for (var turn = 0; turn < Math.Min(loop.MaximumTurns, AssumedTurns); turn++)
                    {
                        Visit(loop.Body, inLoop: true);
                    }

                    break;
                case GateOperation:
                    Join(operation.Qubits);
                    Spend(operation.Qubits, 1, 2);
                    break;
                case MeasureOperation or ResetOperation:
                    Draws++;
                    var parts = !Structure.IsTerminal(operation.Number) && !Structure.IsUntouchedReset(operation.Number);
                    Spend(operation.Qubits, parts ? 2 : 0, 2.0 * program.QubitCount);
                    Histories = parts ? Math.Min(2 * Histories, shots) : Histories;
                    break;
            }

            if (inLoop || !IsCarried(operation))
            {
                stepsUntilTail = steps;
            }
        }
    }

    /// <summary>Whether errors before an operation can be carried through it; where gates cost little, that isn't asked.</summary>
    private bool IsCarried(Operation operation)
    {
        if (operation is not GateOperation gate)
        {
            return operation is not (MeasureOperation or ResetOperation) || Structure.IsTerminal(operation.Number) || Structure.IsUntouchedReset(operation.Number);
        }

        if (!gate.RunTimeParameters.IsEmpty || gate.Qubits.IsEmpty || groups.SizeOf(gate.Qubits[0]) < NarrowQubits)
        {
            return false;
        }

        var form = compiler.Form(gate, gate.Parameters.AsSpan());
        return form.IsIdentity || form.Clifford is not null;
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
