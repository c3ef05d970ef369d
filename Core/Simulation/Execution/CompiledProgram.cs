using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Orleans.QuantumMesh.Core.Circuits;

namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>A program as instructions, with its gates as kernels, in the order in which a run goes through them; the last one is the tail.</summary>
internal sealed class CompiledProgram
{
    /// <summary>The most joined qubits of which amplitudes are taken where damping leads out of the stabilizer states.</summary>
    public const int MaximumDampedQubits = 24;

    private readonly InstructionList instructions = new();
    private readonly List<Operation> tail = [];
    private readonly GateCompiler compiler = new();
    private readonly IReadOnlyDictionary<int, NoisePoints> noise;
    private readonly bool keepsResets;
    private readonly int expected;
    private GateKernel?[]? kernels;
    private int[]? expectedGroups;
    private bool? carriesShots;

    public CompiledProgram(CircuitProgram program)
        : this(program, new Dictionary<int, NoisePoints>(), keepsResets: false)
    {
    }

    /// <summary>
    /// Compiles a program with the points at which noise acts, by operation number; <paramref name="keepsResets"/>: also a reset of an untouched qubit may find it in |1⟩.
    /// </summary>
    public CompiledProgram(CircuitProgram program, IReadOnlyDictionary<int, NoisePoints> noise, bool keepsResets)
    {
        this.noise = noise;
        this.keepsResets = keepsResets;
        Program = program;
        Structure = new MeasurementStructure(program);
        expected = program.Operations.Length;
        var deferrable = FirstDeferrable();
        for (var index = 0; index < program.Operations.Length; index++)
        {
            var operation = program.Operations[index];
            if (index >= deferrable && IsDeferred(operation))
            {
                AddLink(operation, 0);
                tail.Add(operation);
            }
            else
            {
                Add(operation, 0);
            }
        }

        Emit(new Instruction(InstructionKind.Tail, null));
    }

    public CircuitProgram Program { get; }

    public MeasurementStructure Structure { get; }

    /// <summary>The instructions in order.</summary>
    public InstructionList Instructions => instructions;

    /// <summary>The measurements of the tail in program order, with the resets that draw between them and change nothing.</summary>
    public IReadOnlyList<Operation> Tail => tail;

    /// <summary>The first instruction after which there are only Clifford gates, their Pauli errors and terminal measurements.</summary>
    public int FrameStart
    {
        get
        {
            var start = instructions.Count;
            while (start > 0 && CarriesFrames(instructions[start - 1]))
            {
                start--;
            }

            return start;
        }
    }

    /// <summary>How deeply loops are nested.</summary>
    public int LoopDepth { get; private set; }

    private static bool CarriesFrames(Instruction instruction) => instruction.Kind switch
    {
        InstructionKind.Gate => instruction.IsClifford,
        InstructionKind.Assign or InstructionKind.Link or InstructionKind.Errors or InstructionKind.Tail => instruction.Depth == 0,
        _ => false,
    };

    /// <summary>The first operation after which no chance depends on a terminal measurement.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int FirstDeferrable()
    {
        var assigned = false;
        for (var index = Program.Operations.Length - 1; index >= 0; index--)
        {
            var operation = Program.Operations[index];
            assigned |= operation is AssignOperation;
            var blocks = operation switch
            {
                LoopOperation => true,
                MeasureOperation => !Structure.IsTerminal(operation.Number) || (assigned && operation.Condition is not null),
                ResetOperation => !Structure.IsUntouchedReset(operation.Number),
                _ => noise.TryGetValue(operation.Number, out var points) && points.Damping.Count > 0,
            };
            if (blocks)
            {
                return index + 1;
            }
        }

        return 0;
    }

    /// <summary>
    /// Whether shots of the stabilizer method can be carried together from start to end: without loops, and where what depends on conditions is single Paulis, assignments,
    /// and measurements and resets of qubits whose outcome is sure, since nothing has acted on them after a measurement or reset that could have changed that.
    /// </summary>
    public bool CarriesShots => carriesShots ??= tail.TrueForAll(operation => operation.Condition is null) && CarriesAll();

    /// <summary>Whether all gates are Clifford gates.</summary>
    public bool IsClifford => FirstOther is null;

    /// <summary>Why the stabilizer method can't take the program; <see langword="null"/> where it can.</summary>
    public string? CliffordRefusal => FirstOther is not { } gate ? null
        : $"The stabilizer method takes Clifford gates only; {gate.OperationId}, '{gate.Gate.Name}' at line {gate.Position.Line}, column {gate.Position.Column}, is "
            + (gate.RunTimeParameters.IsEmpty ? "none." : "known in a run only.");

    /// <summary>Whether any operation is followed by amplitude damping.</summary>
    public bool HasDamping => instructions.Any(instruction => instruction.Kind == InstructionKind.Damping);

    /// <summary>Whether amplitudes can follow damping: in programs that aren't left to a tableau for their width.</summary>
    public bool CanBeDamped => WidestGroup <= MaximumDampedQubits || !IsClifford;

    /// <summary>The most qubits that gates may join.</summary>
    public int WidestGroup => ExpectedGroups().DefaultIfEmpty().Max();

    /// <summary>The first gate that isn't known to be a Clifford gate.</summary>
    private GateOperation? FirstOther =>
        instructions.FindIndex(instruction => instruction.Kind == InstructionKind.Gate && !instruction.IsClifford) is var index and >= 0 ? (GateOperation)instructions[index].Operation! : null;

    /// <summary>The gate of an instruction; <see langword="null"/> where its parameters are known in a run only.</summary>
    public GateKernel? Kernel(int index)
    {
        kernels ??= new GateKernel?[instructions.Count];
        return kernels[index] ??= instructions[index].Form?.On(instructions[index].Operation!.Qubits);
    }

    private bool CarriesAll()
    {
        var even = new bool[Program.QubitCount];
        for (var index = 0; index < instructions.Count; index++)
        {
            if (!Carries(instructions[index], even))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether shots can go through an instruction together; keeps the qubits whose outcome may be even.</summary>
    private static bool Carries(Instruction instruction, bool[] even)
    {
        var operation = instruction.Operation;
        switch (instruction.Kind)
        {
            case InstructionKind.Gate:
                if (!instruction.IsClifford || (operation!.Condition is not null && !instruction.Form!.IsIdentity && instruction.Form.Clifford!.Pauli is null))
                {
                    return false;
                }

                instruction.Form!.Spread(operation.Qubits, even);
                return true;
            case InstructionKind.Measure or InstructionKind.Reset:
                if (operation!.Condition is not null && even[operation.Qubits[0]])
                {
                    return false;
                }

                even[operation.Qubits[0]] = false;
                return true;
            case InstructionKind.Assign or InstructionKind.Link or InstructionKind.Errors or InstructionKind.Tail:
                return true;
            default:
                return false;
        }
    }

    /// <summary>|0…0⟩ of the program's qubits, by the method that the options and the program lead to.</summary>
    public QuantumState CreateState(EngineOptions options)
    {
        return Method(options) == SimulationMethod.Stabilizer
            ? new StabilizerState(Program.QubitCount)
            : new ComponentState(Program.QubitCount, options, ExpectedGroups());
    }

    /// <summary>The method that <see cref="CreateState"/> takes.</summary>
    public SimulationMethod Method(EngineOptions options)
    {
        if (options.Method == SimulationMethod.Stabilizer && CliffordRefusal is { } refusal)
        {
            throw new ArgumentException(refusal, nameof(options));
        }

        if (options.Method != SimulationMethod.Auto)
        {
            return options.Method;
        }

        var widest = WidestGroup;
        var prefers = widest >= options.StabilizerFrom || (Structure.IsDynamic && (widest >= options.AloneFrom || (widest >= options.CarriedFrom && CarriesShots)));
        var damped = CanBeDamped && HasDamping;
        return prefers && !damped && IsClifford ? SimulationMethod.Stabilizer : SimulationMethod.Statevector;
    }

    /// <summary>For each qubit how many qubits gates may join it with, itself included.</summary>
    private int[] ExpectedGroups()
    {
        if (expectedGroups is null)
        {
            var groups = new QubitGroups(Program.QubitCount);
            groups.Join(Program.Operations);
            expectedGroups = groups.Sizes();
        }

        return expectedGroups;
    }

    private bool IsDeferred(Operation operation) =>
        operation is MeasureOperation || (operation is ResetOperation && !keepsResets);

    private void AddLink(Operation operation, int depth)
    {
        if (noise.TryGetValue(operation.Number, out var points) && points.Link)
        {
            Emit(new Instruction(InstructionKind.Link, operation) { Depth = depth });
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Add(Operation operation, int depth)
    {
        if (operation is LoopOperation loop)
        {
            AddLoop(loop, depth + 1);
            return;
        }

        AddLink(operation, depth);
        switch (operation)
        {
            case GateOperation gate:
                Emit(new Instruction(InstructionKind.Gate, gate)
                {
                    Depth = depth,
                    Form = gate.RunTimeParameters.IsEmpty ? compiler.Form(gate, gate.Parameters.AsSpan()) : null,
                });
                break;
            case MeasureOperation:
                Emit(new Instruction(InstructionKind.Measure, operation) { Depth = depth, IsTerminal = Structure.IsTerminal(operation.Number) });
                break;
            case ResetOperation:
                Emit(new Instruction(InstructionKind.Reset, operation) { Depth = depth });
                break;
            case AssignOperation:
                Emit(new Instruction(InstructionKind.Assign, operation) { Depth = depth });
                break;
        }

        if (noise.TryGetValue(operation.Number, out var points))
        {
            if (points.Errors)
            {
                Emit(new Instruction(InstructionKind.Errors, operation) { Depth = depth });
            }

            foreach (var qubit in operation.Qubits.Where(points.Damping.Contains))
            {
                Emit(new Instruction(InstructionKind.Damping, operation) { Depth = depth, Qubit = qubit });
            }
        }
    }

    private void Emit(Instruction instruction) => instructions.Add(instruction, expected - instructions.Count);

    private void AddLoop(LoopOperation loop, int depth)
    {
        LoopDepth = Math.Max(LoopDepth, depth);
        var head = instructions.Count;
        Emit(new Instruction(InstructionKind.LoopHead, loop) { Depth = depth });
        foreach (var operation in loop.Body)
        {
            Add(operation, depth);
        }

        Emit(new Instruction(InstructionKind.LoopEnd, loop) { Depth = depth, Jump = head });
        instructions[head] = instructions[head] with { Jump = instructions.Count };
    }
}
