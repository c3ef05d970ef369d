using System.Numerics;
using System.Runtime.CompilerServices;
using Orleans.QuantumMesh.Core.Circuits;

namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>
/// Runs many shots of a Clifford program at once: the first shot's outcomes on a tableau, and for each shot the Pauli string by which it differs, packed over the shots.
/// An even measurement multiplies the shots whose outcome differs by the stabilizer that anticommutes with it, which leads from one outcome's state to the other's
/// (the principle of C. Gidney, "Stim", arXiv:2103.02202, with each shot's own chances).
/// </summary>
internal sealed class FrameRun : IDisposable
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
    private readonly ulong[]?[] bits;
    private readonly ulong[]?[] idealBits;
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
        bits = new ulong[]?[program.Program.ClassicalBitCount];
        idealBits = noisy ? new ulong[]?[bits.Length] : bits;
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
                acted = null;
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
                Read(measure, TailOutcome(affine!, next++, measure.Qubits[0], drawn, symbols));
            }
        }

        tally.Add(outcomes, bits, count);
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
        if (operation.Condition is { } condition)
        {
            acted = Holding(condition, bits);
            if (gate.Clifford?.Pauli is { } pauli && !gate.IsIdentity)
            {
                Multiply(operation.Qubits[0], pauli, condition);
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

    private void Multiply(int qubit, (bool HasX, bool HasZ) pauli, ClassicalExpression condition)
    {
        frames.Multiply(qubit, pauli.HasX, pauli.HasZ, acted!);
        Ideal?.Multiply(qubit, pauli.HasX, pauli.HasZ, Holding(condition, idealBits));
        if (IsSplit)
        {
            WholeFrames.Multiply(qubit, pauli.HasX, pauli.HasZ, acted!);
        }
    }

    private void Measure(MeasureOperation operation, bool terminal)
    {
        var qubit = operation.Qubits[0];
        Read(operation, Project(operation, qubit, terminal));
    }

    /// <summary>Keeps outcomes as read, flips included.</summary>
    private void Read(MeasureOperation operation, ulong[] found)
    {
        if (noisy)
        {
            idealBits[operation.Bit] = found;
        }

        var read = (ulong[])found.Clone();
        var flipped = 0;
        foreach (var shot in chance.FlippedShots(operation, []))
        {
            if (shot >= first && shot < first + count)
            {
                read[(shot - first) / 64] ^= 1UL << (shot - first);
                flipped++;
            }
        }

        chance.Flipped(flipped);
        bits[operation.Bit] = outcomes[operation.Qubits[0]] = read;
    }

    private void Reset(Operation operation)
    {
        var qubit = operation.Qubits[0];
        Project(operation, qubit, terminal: false);
        Clear(tableau, frames, qubit);
        Ideal?.Clear(qubit);
        if (IsSplit)
        {
            Clear(Whole, WholeFrames, qubit);
        }
    }

    private static void Clear(Tableau state, PauliFrames differences, int qubit)
    {
        var pauli = PauliString.Single(state.QubitCount, qubit, false, true);
        if (state.SureOutcome(state.Anticommuting(pauli), pauli))
        {
            state.Apply(GateKernel.Pauli('X', qubit).Clifford!, [qubit]);
        }

        differences.Clear(qubit);
    }

    /// <summary>Each shot's outcome by its double; the states are projected.</summary>
    private ulong[] Project(Operation operation, int qubit, bool terminal)
    {
        var pauli = PauliString.Single(tableau.QubitCount, qubit, false, true);
        var rows = tableau.Anticommuting(pauli);
        var found = new ulong[Words];
        chance.DrawEven(operation, [], shots, found);
        if (tableau.IsRandom(rows))
        {
            if (terminal && !IsSplit)
            {
                Whole = tableau.Clone();
                WholeFrames = frames.Clone();
            }

            var followed = IsSplit ? null : Ideal;
            Choose(tableau, rows, pauli, qubit, found, frames, followed);
        }
        else
        {
            frames.CopyX(qubit, found);
            Invert(found, tableau.SureOutcome(rows, pauli));
            if (!terminal && !IsSplit)
            {
                Forbid(found, tableau.SureOutcome(rows, pauli), qubit);
            }
        }

        if (!terminal && IsSplit)
        {
            rows = Whole.Anticommuting(pauli);
            if (Whole.IsRandom(rows))
            {
                Choose(Whole, rows, pauli, qubit, found, WholeFrames, Ideal);
            }
            else
            {
                Forbid(found, Whole.SureOutcome(rows, pauli), qubit);
            }
        }

        return found;
    }

    /// <summary>The state goes on with the first shot's outcome, each shot with its own.</summary>
    private static void Choose(Tableau state, ulong[] rows, PauliString pauli, int qubit, ulong[] found, PauliFrames differences, PauliFrames? ideal)
    {
        var partner = state.FirstAnticommuting(rows);
        var chosen = ((found[0] & 1) != 0) != differences.Inverts(qubit, 0);
        state.Project(rows, pauli, chosen);
        differences.MultiplyWhereOther(partner, qubit, found, chosen);
        ideal?.MultiplyWhereOther(partner, qubit, found, chosen);
    }

    /// <summary>Shots whose outcome differs from the sure one of their errorless runs have none.</summary>
    private void Forbid(ulong[] found, bool sure, int qubit)
    {
        if (Ideal is null)
        {
            return;
        }

        var expected = new ulong[Words];
        Ideal.CopyX(qubit, expected);
        Invert(expected, sure);
        for (var word = 0; word < expected.Length; word++)
        {
            Impossible[word] |= expected[word] ^ found[word];
        }
    }

    private static void Invert(ulong[] set, bool invert)
    {
        for (var word = 0; word < set.Length && invert; word++)
        {
            set[word] = ~set[word];
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

    /// <summary>The shots in which a condition holds, evaluated once for each value of the bits that it reads.</summary>
    private ulong[] Holding(ClassicalExpression condition, ulong[]?[] memory)
    {
        var reads = new HashSet<int>();
        condition.CollectBits(reads);
        int[] sources = [.. reads.Order()];
        var run = new ClassicalMemory(memory.Length, program.Program.VariableCount);
        var known = new Dictionary<BigInteger, bool>();
        var holding = new ulong[Words];
        for (var place = 0; place < count; place++)
        {
            var key = BigInteger.Zero;
            for (var i = 0; i < sources.Length; i++)
            {
                key |= Has(memory[sources[i]], place) ? BigInteger.One << i : BigInteger.Zero;
            }

            if (!known.TryGetValue(key, out var holds))
            {
                foreach (var source in sources)
                {
                    run.Bits[source] = Has(memory[source], place);
                }

                known.Add(key, holds = condition.Evaluate(run).IsTrue);
            }

            holding[place / 64] |= (holds ? 1UL : 0) << place;
        }

        return holding;
    }
}
