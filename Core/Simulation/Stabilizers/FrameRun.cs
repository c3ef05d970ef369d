using System.Numerics;
using System.Runtime.CompilerServices;
using Orleans.QuantumMesh.Core.Circuits;

namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>
/// Runs many shots of a Clifford program at once: the first shot's outcomes on a tableau, and for each shot the Pauli string by which it differs, packed over the shots.
/// An even measurement multiplies the shots whose outcome differs by the stabilizer that anticommutes with it, which leads from one outcome's state to the other's
/// (the principle of C. Gidney, "Stim", arXiv:2103.02202, with each shot's own chances).
/// </summary>
internal sealed partial class FrameRun : IDisposable
{
    /// <summary>The most shots that are carried at a time, by the memory that their frames take.</summary>
    public const int MaximumShots = 1 << 15;

    private readonly CompiledProgram program;
    private readonly Chance chance;
    private readonly int first;
    private readonly int count;
    private readonly bool noisy;
    private readonly Tableau tableau;
    private readonly PauliFrames frames;
    private readonly PackedMemory memory;
    private readonly PackedMemory idealMemory;
    private readonly ulong[]?[] outcomes;
    private readonly int[] shots;
    private ulong[]? acted;

    /// <summary>Prepares a run of the shots first … first + count − 1; <paramref name="noisy"/>: their errorless runs are followed too.</summary>
    public FrameRun(CompiledProgram program, Chance chance, int first, int count, bool noisy)
    {
        this.program = program;
        this.chance = chance;
        this.first = first;
        this.count = count;
        this.noisy = noisy;
        var qubits = program.Program.QubitCount;
        tableau = Whole = new Tableau(qubits);
        frames = WholeFrames = new PauliFrames(qubits, count);
        Ideal = noisy ? new PauliFrames(qubits, count) : null;
        Impossible = new ulong[Words];
        memory = new PackedMemory(program.Program.ClassicalBitCount, program.Program.VariableCount, count);
        idealMemory = noisy ? new PackedMemory(program.Program.ClassicalBitCount, program.Program.VariableCount, count) : memory;
        outcomes = new ulong[]?[qubits];
        shots = [.. Enumerable.Range(first, count)];
    }

    /// <summary>The state that all shots are compared with, without the projections of terminal measurements.</summary>
    public Tableau Whole { get; private set; }

    /// <summary>How each shot differs from <see cref="Whole"/>.</summary>
    public PauliFrames WholeFrames { get; private set; }

    /// <summary>How each shot's errorless run with the same outcomes differs from <see cref="Whole"/>.</summary>
    public PauliFrames? Ideal { get; }

    /// <summary>The shots whose outcomes no errorless run can have.</summary>
    public ulong[] Impossible { get; }

    private int Words => (count + 63) / 64;

    /// <summary>Runs up to the tail.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(CancellationToken cancellation)
    {
        for (var index = 0; index < program.Instructions.Count; index++)
        {
            var instruction = program.Instructions[index];
            cancellation.ThrowIfCancellationRequested();
            var operation = instruction.Operation!;
            if (instruction.Kind <= InstructionKind.Assign)
            {
                chance.Require(operation, []);
                acted = operation.Condition is { } condition ? memory.Holding(condition) : null;
            }

            switch (instruction.Kind)
            {
                case InstructionKind.Gate:
                    Apply(instruction.Form!, operation);
                    break;
                case InstructionKind.Measure:
                    Measure((MeasureOperation)operation, instruction.IsTerminal);
                    break;
                case InstructionKind.Reset:
                    Reset(operation);
                    break;
                case InstructionKind.Assign:
                    Assign((AssignOperation)operation);
                    break;
                case InstructionKind.Link:
                    Err(chance.LinkErrors(operation, []), operation, null);
                    break;
                case InstructionKind.Errors:
                    Err(chance.GateErrors(operation, []), operation, acted);
                    break;
            }
        }
    }

    /// <summary>Makes the tail's measurements and counts all shots; the states stay as they are.</summary>
    public void Tally(OutcomeTally tally)
    {
        var measured = program.Tail.OfType<MeasureOperation>().ToArray();
        var affine = measured.Length == 0 ? null : new AffineOutcomes(tableau, Array.ConvertAll(measured, operation => operation.Qubits[0]));
        var symbols = new List<ulong[]>();
        var next = 0;
        foreach (var operation in program.Tail)
        {
            chance.Require(operation, []);
            var drawn = new ulong[Words];
            chance.DrawEven(operation, [], shots, drawn);
            if (operation is MeasureOperation measure)
            {
                Read(measure, TailOutcome(affine!, next++, measure.Qubits[0], drawn, symbols), null, null);
            }
        }

        tally.Add(outcomes, memory.Bits, count);
    }

    /// <summary>The outcome of a measurement in which the tableau's own, even or the sum of earlier even ones, is inverted by each shot's frame.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private ulong[] TailOutcome(AffineOutcomes affine, int index, int qubit, ulong[] drawn, List<ulong[]> symbols)
    {
        if (affine.IsEven(index))
        {
            var own = (ulong[])drawn.Clone();
            frames.AddX(qubit, own);
            symbols.Add(own);
            return drawn;
        }

        var found = drawn;
        Array.Fill(found, affine.Constant(index) ? ~0UL : 0);
        frames.AddX(qubit, found);
        var sources = affine.DependsOn(index);
        for (var word = 0; word < sources.Length; word++)
        {
            for (var rest = sources[word]; rest != 0; rest &= rest - 1)
            {
                PauliFrames.Add(found, symbols[(64 * word) + BitOperations.TrailingZeroCount(rest)]);
            }
        }

        return found;
    }

    public void Dispose()
    {
        tableau.Dispose();
        Whole.Dispose();
    }

    /// <summary>The words of a set of shots that hold one.</summary>
    public static bool Has(ulong[]? set, int place) => set is not null && ((set[place / 64] >> (place % 64)) & 1) != 0;

    private bool IsSplit => Whole != tableau;

    private void Apply(GateForm gate, Operation operation)
    {
        if (acted is not null)
        {
            if (gate.Clifford?.Pauli is { } pauli && !gate.IsIdentity)
            {
                Multiply(operation.Qubits[0], pauli, acted, IdealActs(operation)!);
            }
        }
        else if (!gate.IsIdentity)
        {
            var action = gate.Clifford!;
            Span<int> buffer = stackalloc int[CliffordAction.MaximumQubits];
            var on = gate.TargetsFirst(operation.Qubits, buffer);
            tableau.Apply(action, on);
            frames.Apply(action, on);
            Ideal?.Apply(action, on);
            if (IsSplit)
            {
                Whole.Apply(action, on);
                WholeFrames.Apply(action, on);
            }
        }
    }

    /// <summary>Multiplies a Pauli into the executed states and, in other shots, into the errorless ones.</summary>
    private void Multiply(int qubit, (bool HasX, bool HasZ) pauli, ulong[] where, ulong[] ideal)
    {
        frames.Multiply(qubit, pauli.HasX, pauli.HasZ, where);
        Ideal?.Multiply(qubit, pauli.HasX, pauli.HasZ, ideal);
        if (IsSplit)
        {
            WholeFrames.Multiply(qubit, pauli.HasX, pauli.HasZ, where);
        }
    }

    /// <summary>The shots in which the errorless runs do an operation; <see langword="null"/>: all.</summary>
    private ulong[]? IdealActs(Operation operation) => operation.Condition is not { } condition ? null : noisy ? idealMemory.Holding(condition) : acted;

    private void Assign(AssignOperation operation)
    {
        var ideal = IdealActs(operation);
        memory.Assign(operation, acted);
        if (noisy)
        {
            idealMemory.Assign(operation, ideal);
        }
    }

    private void Err(ShotErrors? errors, Operation operation, ulong[]? where)
    {
        foreach (var shot in errors?.Shots ?? [])
        {
            var place = shot - first;
            if (place < 0 || place >= count || (where is not null && !Has(where, place)))
            {
                continue;
            }

            foreach (var error in errors!.Combination(errors.CombinationOf(shot)))
            {
                chance.Happened(error, [], operation, [shot]);
                for (var i = 0; i < error.Qubits.Length; i++)
                {
                    frames.Multiply(place, error.Qubits[i], error.Pauli[i]);
                    if (IsSplit)
                    {
                        WholeFrames.Multiply(place, error.Qubits[i], error.Pauli[i]);
                    }
                }
            }
        }
    }
}
