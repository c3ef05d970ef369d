using Orleans.QuantumMesh.Core.Circuits;
using Orleans.QuantumMesh.Core.Planning;

namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>
/// The execution as far as nodes have answered, for what a runtime must know before it goes on: whether any trajectory goes on with a loop,
/// and what the lead run (shot 0) has measured. Pure: equal answers give equal facts, whatever the order in which they came.
/// </summary>
public sealed class ExecutionFold
{
    private readonly CircuitProgram program;
    private readonly RecordedAnswers answers;
    private readonly int shots;

    /// <summary>A fold of <paramref name="shots"/> trajectories: max(1, the job's noise shots after caps).</summary>
    public ExecutionFold(CircuitProgram program, ExecutionPlan plan, int shots)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(shots);
        this.program = program;
        this.shots = shots;
        answers = new RecordedAnswers(program, plan);
    }

    /// <summary>Adds a fragment's answer; a <see cref="FoldException"/> where it doesn't fit the plan.</summary>
    public void Add(FragmentRecord record) => answers.Add(record);

    /// <summary>
    /// Whether any trajectory goes on with a loop after <paramref name="turnsDone"/> turns; <paramref name="outerTurns"/> are the turns of the loops around it, outer ones first.
    /// All that stands before the loop, and the turns done, must have been added; a <see cref="FoldException"/> names what hasn't.
    /// A <see cref="LoopBoundException"/> where one would go on beyond the loop's bound.
    /// </summary>
    public bool Continues(string loopId, int turnsDone, CancellationToken cancellation, params ReadOnlySpan<int> outerTurns)
    {
        var compiled = Compile();
        var index = compiled.Instructions.FindIndex(instruction => instruction.Kind == InstructionKind.LoopHead && instruction.Operation!.OperationId == loopId);
        if (index < 0)
        {
            throw new ArgumentException($"The program has no loop {loopId}.", nameof(loopId));
        }

        var head = compiled.Instructions[index];
        if (outerTurns.Length != head.Depth - 1)
        {
            throw new ArgumentException($"Loop {loopId} stands in {head.Depth - 1} loops, not in {outerTurns.Length}.", nameof(outerTurns));
        }

        var stop = new LoopStop(index, [.. outerTurns, turnsDone]);
        Walk(compiled, stop, shots, cancellation);
        return stop.Continues;
    }

    /// <summary>
    /// The lead run's classical memory just before an operation, in a loop with the turns around it; <see langword="null"/> where it isn't known yet,
    /// since an operation before it in program order has no answer, or where the lead run doesn't come to it.
    /// </summary>
    public ClassicalMemory? LeadMemory(string operationId, CancellationToken cancellation, params ReadOnlySpan<int> turns)
    {
        var compiled = Compile();
        var stop = new OperationStop(operationId, [.. turns]);
        try
        {
            Walk(compiled, stop, 1, cancellation);
        }
        catch (FoldException) when (stop.Memory is null)
        {
            return null;
        }

        return stop.Memory;
    }

    /// <summary>The lead run's values of a gate's run-time parameters; <see langword="null"/> as for <see cref="LeadMemory"/>.</summary>
    public double[]? LeadParameters(GateOperation operation, CancellationToken cancellation, params ReadOnlySpan<int> turns)
    {
        if (operation.RunTimeParameters.IsEmpty)
        {
            return [.. operation.Parameters];
        }

        return LeadMemory(operation.OperationId, cancellation, turns) is { } memory
            ? Array.ConvertAll([.. operation.RunTimeParameters], expression => expression.Evaluate(memory).AsReal)
            : null;
    }

    private CompiledProgram Compile() => new(program, answers.Points, keepsResets: true);

    private void Walk(CompiledProgram compiled, IRunSink sink, int trajectories, CancellationToken cancellation)
    {
        var branch = Branch.Start(compiled, compiled.CreateState(new EngineOptions { Method = answers.HasDamping ? SimulationMethod.Statevector : SimulationMethod.Auto }), [.. Enumerable.Range(0, trajectories)], deferred: false, ideal: false);
        try
        {
            new TrajectoryWalker(compiled, new RecordedChance(answers, trajectories), sink, cancellation).Run(branch);
        }
        catch (UnansweredException missing)
        {
            throw new FoldException(missing.Message, missing);
        }
    }

    /// <summary>Stops all branches where they come to, or have left, one turn of a loop.</summary>
    private sealed class LoopStop(int targetIndex, int[] turns) : IRunSink
    {
        public bool Continues { get; private set; }

        public void Tail(Branch branch)
        {
        }

        public bool Waits(Branch branch, Instruction head)
        {
            if (branch.Next == targetIndex && branch.Turns.AsSpan(0, turns.Length - 1).SequenceEqual(turns.AsSpan(0, turns.Length - 1)))
            {
                var goesOn = TrajectoryWalker.Continues(branch, head);
                if (goesOn && branch.Turns[head.Depth - 1] < turns[^1])
                {
                    return false;
                }

                if (goesOn && turns[^1] >= ((LoopOperation)head.Operation!).MaximumTurns)
                {
                    throw new LoopBoundException((LoopOperation)head.Operation!);
                }

                Continues |= goesOn;
                branch.Dispose();
                return true;
            }

            if (head.Depth == 1 && branch.Next <= targetIndex && head.Jump > targetIndex && !TrajectoryWalker.Continues(branch, head))
            {
                branch.Dispose();
                return true;
            }

            return false;
        }
    }

    /// <summary>Stops the lead run at an operation.</summary>
    private sealed class OperationStop(string operationId, int[] turns) : IRunSink
    {
        public ClassicalMemory? Memory { get; private set; }

        public void Tail(Branch branch)
        {
        }

        public bool WaitsAt(Branch branch, Instruction instruction)
        {
            if (instruction.Operation!.OperationId != operationId || !TrajectoryWalker.Turns(branch, instruction).SequenceEqual(turns))
            {
                return false;
            }

            Memory = branch.Memory.Clone();
            branch.Dispose();
            return true;
        }
    }
}
