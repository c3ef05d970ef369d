using Orleans.QuantumMesh.Core.Circuits;
using Orleans.QuantumMesh.Core.Planning;

namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>
/// The execution as far as nodes have answered, for what a runtime must know before it goes on: whether any trajectory goes on with a loop,
/// and what the lead run (shot 0) has measured. Pure: equal answers give equal facts, whatever the order in which they came. Questions that follow the run
/// go on from where the last one ended. Safe to use from several threads.
/// </summary>
public sealed class ExecutionFold : IDisposable
{
    private readonly Lock turnstile = new();
    private readonly CircuitProgram program;
    private readonly RecordedAnswers answers;
    private readonly int shots;
    private CompiledProgram? compiled;
    private FoldCursor? all;
    private FoldCursor? lead;
    private bool damped;

    /// <summary>A fold of <paramref name="shots"/> trajectories: max(1, the job's noise shots after caps).</summary>
    public ExecutionFold(CircuitProgram program, ExecutionPlan plan, int shots)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(shots);
        this.program = program;
        this.shots = shots;
        answers = new RecordedAnswers(program, plan);
    }

    /// <summary>How often the trajectories were run from the program's start.</summary>
    public int Starts { get; private set; }

    /// <summary>Adds a fragment's answer; a <see cref="FoldException"/> where it doesn't fit the plan.</summary>
    public void Add(FragmentRecord record)
    {
        lock (turnstile)
        {
            answers.Add(record);
        }
    }

    /// <summary>
    /// Whether any trajectory goes on with a loop after <paramref name="turnsDone"/> turns; <paramref name="outerTurns"/> are the turns of the loops around it, outer ones first.
    /// All that stands before the loop, and the turns done, must have been added; a <see cref="FoldException"/> names what hasn't.
    /// A <see cref="LoopBoundException"/> where one would go on beyond the loop's bound.
    /// Damping that leads a program too wide for amplitudes out of the stabilizer states is left out, as the result leaves its noise out.
    /// </summary>
    public bool Continues(string loopId, int turnsDone, CancellationToken cancellation, params ReadOnlySpan<int> outerTurns)
    {
        lock (turnstile)
        {
            var code = Compile();
            var index = code.Instructions.FindIndex(instruction => instruction.Kind == InstructionKind.LoopHead && instruction.Operation!.OperationId == loopId);
            if (index < 0)
            {
                throw new ArgumentException($"The program has no loop {loopId}.", nameof(loopId));
            }

            var depth = code.Instructions[index].Depth;
            if (outerTurns.Length != depth - 1)
            {
                throw new ArgumentException($"Loop {loopId} stands in {depth - 1} loops, not in {outerTurns.Length}.", nameof(outerTurns));
            }

            return Advance(all ??= Cursor(code, shots), new FoldPosition(code, index, [.. outerTurns, turnsDone]), shots, cancellation).Continues;
        }
    }

    /// <summary>
    /// The lead run's classical memory just before an operation, in a loop with the turns around it; <see langword="null"/> where it isn't known yet,
    /// since an operation before it in program order has no answer, or where the lead run doesn't come to it.
    /// </summary>
    public ClassicalMemory? LeadMemory(string operationId, CancellationToken cancellation, params ReadOnlySpan<int> turns)
    {
        lock (turnstile)
        {
            var code = Compile();
            var index = code.Instructions.FindIndex(instruction => instruction.Kind <= InstructionKind.Assign && instruction.Operation!.OperationId == operationId);
            if (index < 0 || code.Instructions[index].Depth != turns.Length)
            {
                return null;
            }

            try
            {
                return Advance(lead ??= Cursor(code, 1), new FoldPosition(code, index, turns), 1, cancellation).Memory;
            }
            catch (FoldException)
            {
                return null;
            }
        }
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

    /// <summary>The memory of trajectories that wait for the next question, in bytes.</summary>
    public long WaitingBytes
    {
        get
        {
            lock (turnstile)
            {
                return (all?.WaitingBytes ?? 0) + (lead?.WaitingBytes ?? 0);
            }
        }
    }

    /// <summary>Gives the memory of waiting trajectories back, so that the next question runs them from the start.</summary>
    public void Rewind()
    {
        lock (turnstile)
        {
            Forget();
        }
    }

    /// <summary>Gives the memory of waiting trajectories back; never waits: while a question is being answered, that is left to the collector.</summary>
    public void Dispose()
    {
        if (turnstile.TryEnter())
        {
            try
            {
                Forget();
            }
            finally
            {
                turnstile.Exit();
            }
        }
    }

    /// <summary>The program with noise wherever an answer may bring it, so that later answers change no place in it.</summary>
    private CompiledProgram Compile()
    {
        if (compiled is null || damped != answers.HasDamping)
        {
            Forget();
            damped = answers.HasDamping;
            var whole = new CompiledProgram(program, NoisePoints.Everywhere(program, damped), keepsResets: true);
            compiled = damped && !whole.CanBeDamped ? new CompiledProgram(program, NoisePoints.Everywhere(program, false), keepsResets: true) : whole;
        }

        return compiled;
    }

    private static FoldCursor Cursor(CompiledProgram code, int trajectories) =>
        new(code, trajectories, new EngineOptions { Method = code.HasDamping ? SimulationMethod.Statevector : SimulationMethod.Auto });

    private FoldStop Advance(FoldCursor cursor, FoldPosition target, int trajectories, CancellationToken cancellation)
    {
        var stop = new FoldStop(target);
        var before = cursor.Starts;
        try
        {
            cursor.Advance(target, stop, new RecordedChance(answers, trajectories), cancellation);
            return stop;
        }
        catch (UnansweredException missing)
        {
            throw new FoldException(missing.Message, missing);
        }
        finally
        {
            Starts += cursor.Starts - before;
        }
    }

    private void Forget()
    {
        all?.Dispose();
        lead?.Dispose();
        all = lead = null;
    }
}
