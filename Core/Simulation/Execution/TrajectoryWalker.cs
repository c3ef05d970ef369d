using Orleans.QuantumMesh.Core.Circuits;

namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>
/// Runs shots through a program in program order. Shots that share a history share a branch; where they part, the smaller parts go on first, each with a copy,
/// so that no more than log₂(shots) copies are held at a time.
/// </summary>
internal sealed partial class TrajectoryWalker(CompiledProgram program, Chance chance, IRunSink sink, CancellationToken cancellation, bool frames = false)
{
    private readonly int frameStart = frames ? program.FrameStart : int.MaxValue;

    private const double Impossible = 1e-12;

    /// <summary>Runs a branch, and all that part from it, to the tail; where that fails or is cancelled, its states are given back at once.</summary>
    public void Run(Branch branch)
    {
        try
        {
            Walk(branch);
        }
        catch
        {
            branch.Dispose();
            throw;
        }
    }

    private void Walk(Branch branch)
    {
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            var instruction = program.Instructions[branch.Next];
            if (branch.Next == frameStart)
            {
                branch.Frames = new PauliFrames(program.Program.QubitCount, branch.Shots.Length);
            }

            if (instruction.Kind <= InstructionKind.Assign && !OnlyIdeal(branch))
            {
                if (sink.WaitsAt(branch, instruction))
                {
                    return;
                }

                chance.Require(instruction.Operation!, Turns(branch, instruction));
            }

            switch (instruction.Kind)
            {
                case InstructionKind.Tail:
                    sink.Tail(branch);
                    branch.Dispose();
                    return;
                case InstructionKind.LoopHead:
                    if (sink.Waits(branch, instruction))
                    {
                        return;
                    }

                    EnterOrLeave(branch, instruction, (LoopOperation)instruction.Operation!);
                    continue;
                case InstructionKind.LoopEnd:
                    branch.Next = instruction.Jump;
                    continue;
                case InstructionKind.Gate:
                    Gate(branch, instruction, (GateOperation)instruction.Operation!);
                    break;
                case InstructionKind.Assign:
                    Assign(branch, (AssignOperation)instruction.Operation!);
                    break;
                case InstructionKind.Measure:
                    Measure(branch, instruction, (MeasureOperation)instruction.Operation!);
                    continue;
                case InstructionKind.Reset:
                    Reset(branch, instruction.Operation!);
                    continue;
                case InstructionKind.Link:
                    Errors(branch, chance.LinkErrors(instruction.Operation!, Turns(branch, instruction)), !OnlyIdeal(branch), instruction);
                    continue;
                case InstructionKind.Errors:
                    Errors(branch, chance.GateErrors(instruction.Operation!, Turns(branch, instruction)), branch.Acted, instruction);
                    continue;
                default:
                    Damp(branch, instruction);
                    continue;
            }

            branch.Next++;
        }
    }

    /// <summary>The turns of the loops around an instruction.</summary>
    public static ReadOnlySpan<int> Turns(Branch branch, Instruction instruction) => branch.Turns.AsSpan(0, instruction.Depth);

    /// <summary>Whether the executed run goes on with a loop, as its bits stand.</summary>
    public static bool Continues(Branch branch, Instruction head) => !OnlyIdeal(branch) && GoesOn(branch, head, branch.Memory);

    private static bool GoesOn(Branch branch, Instruction head, ClassicalMemory memory)
    {
        var loop = (LoopOperation)head.Operation!;
        var entered = branch.Turns[head.Depth - 1] > 0 || loop.Condition is null || loop.Condition.Evaluate(memory).IsTrue;
        return entered && loop.While.Evaluate(memory).IsTrue;
    }

    private static bool OnlyIdeal(Branch branch) => branch.LoneDepth > 0 && branch.LoneIsIdeal;

    private static bool Acts(Branch branch, Operation operation) =>
        !OnlyIdeal(branch) && (operation.Condition is null || operation.Condition.Evaluate(branch.Memory).IsTrue);

    private static bool IdealActs(Branch branch, Operation operation) =>
        branch.Ideal is not null && !(branch.LoneDepth > 0 && !branch.LoneIsIdeal)
        && (operation.Condition is null || operation.Condition.Evaluate(branch.IdealMemory).IsTrue);

    private static void EnterOrLeave(Branch branch, Instruction head, LoopOperation loop)
    {
        var executed = Continues(branch, head);
        var ideal = branch.Ideal is not null && !(branch.LoneDepth > 0 && !branch.LoneIsIdeal) && GoesOn(branch, head, branch.IdealMemory);
        ref var turn = ref branch.Turns[head.Depth - 1];
        if (ideal && !executed && turn >= loop.MaximumTurns)
        {
            branch.DropIdeal();
            ideal = false;
        }

        if (!executed && !ideal)
        {
            turn = 0;
            branch.LoneDepth = branch.LoneDepth == head.Depth ? 0 : branch.LoneDepth;
            branch.Next = head.Jump;
            return;
        }

        if (turn >= loop.MaximumTurns)
        {
            throw new LoopBoundException(loop);
        }

        turn++;
        if (branch.Ideal is not null && branch.LoneDepth == 0 && executed != ideal)
        {
            branch.LoneDepth = head.Depth;
            branch.LoneIsIdeal = ideal;
        }

        branch.Next++;
    }

    private void Gate(Branch branch, Instruction instruction, GateOperation operation)
    {
        var executed = branch.Acted = Acts(branch, operation);
        var ideal = IdealActs(branch, operation);
        if (program.Kernel(branch.Next) is { } kernel)
        {
            branch.Apply(kernel, executed, ideal);
            if (executed && branch.Frames is { } carried && kernel.Clifford is { } action)
            {
                carried.Apply(action, kernel.Qubits);
            }

            return;
        }

        var parameters = Parameters(operation, branch.Memory);
        var idealParameters = ideal ? Parameters(operation, branch.IdealMemory) : [];
        var together = executed && ideal && parameters.SequenceEqual(idealParameters);
        if (executed)
        {
            var own = new GateCompiler().Compile(operation, parameters);
            branch.Change(true, true, together, state => state.Apply(own));
        }

        if (ideal && !together)
        {
            var own = new GateCompiler().Compile(operation, idealParameters);
            branch.Change(false, false, true, state => state.Apply(own));
        }
    }

    private static double[] Parameters(GateOperation operation, ClassicalMemory memory) =>
        Array.ConvertAll(operation.RunTimeParameters.ToArray(), expression => expression.Evaluate(memory).AsReal);

    private static void Assign(Branch branch, AssignOperation operation)
    {
        var ideal = branch.FollowsIdeal && IdealActs(branch, operation);
        if (branch.Acted = Acts(branch, operation))
        {
            Assign(branch.Memory, operation);
        }

        if (ideal)
        {
            Assign(branch.IdealMemory, operation);
        }
    }

    private static void Assign(ClassicalMemory memory, AssignOperation operation)
    {
        var value = operation.Value.Evaluate(memory);
        if (operation.Bit is { } bit)
        {
            memory.Bits[bit] = value.IsTrue;
        }
        else
        {
            memory.Variables[operation.Variable!.Value] = value;
        }
    }

    private void Measure(Branch branch, Instruction instruction, MeasureOperation operation)
    {
        var ideal = IdealActs(branch, operation) && !instruction.IsTerminal;
        if (!(branch.Acted = Acts(branch, operation)))
        {
            if (ideal)
            {
                branch.DropIdeal();
            }

            branch.Next++;
            return;
        }

        var turns = Turns(branch, instruction);
        var qubit = operation.Qubits[0];
        var keys = Outcomes(branch, instruction, qubit);
        var flips = chance.FlippedShots(operation, turns);
        if (!flips.IsEmpty)
        {
            var flipped = 0;
            for (var i = 0; i < keys.Length; i++)
            {
                if (flips.BinarySearch(branch.Shots[i]) >= 0)
                {
                    keys[i] |= 2;
                    flipped++;
                }
            }

            chance.Flipped(flipped);
        }

        Split(branch, keys, (part, key) =>
        {
            var outcome = (key & 1) != 0;
            var read = outcome != ((key & 2) != 0);
            Project(part, qubit, outcome, !instruction.IsTerminal, ideal);
            part.Memory.Bits[operation.Bit] = read;
            part.Outcomes[qubit] = (sbyte)(read ? 1 : 0);
            if (part.FollowsIdeal && ideal)
            {
                part.IdealMemory.Bits[operation.Bit] = outcome;
            }
        });
    }

    private void Reset(Branch branch, Operation operation)
    {
        var instruction = program.Instructions[branch.Next];
        var ideal = IdealActs(branch, operation);
        if (!(branch.Acted = Acts(branch, operation)))
        {
            if (ideal)
            {
                branch.DropIdeal();
            }

            branch.Next++;
            return;
        }

        var qubit = operation.Qubits[0];
        Split(branch, Outcomes(branch, instruction, qubit), (part, key) =>
        {
            Project(part, qubit, key != 0, true, ideal);
            if (key != 0)
            {
                part.Change(true, true, ideal, state => state.Apply(GateKernel.Pauli('X', qubit)));
            }
        });
    }

    private int[] Outcomes(Branch branch, Instruction instruction, int qubit)
    {
        var zero = 1 - branch.State.ProbabilityOfOne(qubit);
        var doubles = new double[branch.Shots.Length];
        chance.Draw(instruction.Operation!, Turns(branch, instruction), branch.Shots, doubles);
        return Array.ConvertAll(doubles, value => value >= zero ? 1 : 0);
    }

    private static void Project(Branch branch, int qubit, bool outcome, bool deferred, bool ideal)
    {
        if (ideal && branch.Ideal is { } state && state != branch.State && Probability(state, qubit, outcome) < Impossible)
        {
            branch.DropIdeal();
        }

        branch.Change(true, deferred, ideal, each => each.Collapse(qubit, outcome));
    }

    private static double Probability(QuantumState state, int qubit, bool outcome)
    {
        var one = state.ProbabilityOfOne(qubit);
        return outcome ? one : 1 - one;
    }

    /// <summary>Parts a branch by its shots' keys; the largest part goes on in place.</summary>
    private void Split(Branch branch, int[] keys, Action<Branch, int> apply)
    {
        branch.Next++;
        if (!keys.AsSpan().ContainsAnyExcept(keys[0]))
        {
            apply(branch, keys[0]);
            return;
        }

        var parts = new SortedDictionary<int, List<int>>();
        for (var i = 0; i < keys.Length; i++)
        {
            if (!parts.TryGetValue(keys[i], out var part))
            {
                parts.Add(keys[i], part = []);
            }

            part.Add(branch.Shots[i]);
        }

        var ordered = parts.OrderBy(part => part.Value.Count).ToArray();
        foreach (var (key, shots) in ordered.AsSpan(0, ordered.Length - 1))
        {
            var part = branch.Fork([.. shots]);
            apply(part, key);
            Run(part);
        }

        branch.Keep([.. ordered[^1].Value]);
        apply(branch, ordered[^1].Key);
    }
}
