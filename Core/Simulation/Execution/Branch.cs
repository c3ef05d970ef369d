using Orleans.QuantumMesh.Core.Circuits;

namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>
/// Shots that share a history. <see cref="State"/> decides their chances; <see cref="Deferred"/> is the same without the projections of terminal measurements;
/// <see cref="Ideal"/> is what an errorless run with the same outcomes would have. Where they are equal they are one object.
/// </summary>
internal sealed class Branch : IDisposable
{
    private QuantumState? taken;

    private Branch(QuantumState state, ClassicalMemory memory, ClassicalMemory idealMemory, int[] shots, int[] turns, sbyte[] outcomes)
    {
        State = state;
        Memory = memory;
        IdealMemory = idealMemory;
        Shots = shots;
        Turns = turns;
        Outcomes = outcomes;
    }

    public QuantumState State { get; private set; }

    /// <summary><see langword="null"/> where nobody asks for it.</summary>
    public QuantumState? Deferred { get; private set; }

    /// <summary><see langword="null"/> where nobody asks for it, or once no errorless run could have these outcomes.</summary>
    public QuantumState? Ideal { get; private set; }

    /// <summary>The bits as read, flips included.</summary>
    public ClassicalMemory Memory { get; }

    /// <summary>The bits as an errorless readout would have given them.</summary>
    public ClassicalMemory IdealMemory { get; }

    /// <summary>The shots, ascending.</summary>
    public int[] Shots { get; private set; }

    /// <summary>The turn of each enclosing loop, from 1; by depth − 1.</summary>
    public int[] Turns { get; }

    /// <summary>Each qubit's last outcome as read; −1 where it has none.</summary>
    public sbyte[] Outcomes { get; }

    /// <summary>How each shot differs from the states, once errors are carried; <see langword="null"/> before.</summary>
    public PauliFrames? Frames { get; set; }

    /// <summary>The next instruction.</summary>
    public int Next { get; set; }

    /// <summary>Whether the operation at hand acted.</summary>
    public bool Acted { get; set; } = true;

    /// <summary>The loop depth from which on only one of the executed and the ideal run goes on; 0 where both do.</summary>
    public int LoneDepth { get; set; }

    /// <summary>Whether the run that goes on alone is the ideal one.</summary>
    public bool LoneIsIdeal { get; set; }

    /// <summary>Whether the ideal run is followed.</summary>
    public bool FollowsIdeal { get; private set; }

    /// <summary>All shots at the start.</summary>
    public static Branch Start(CompiledProgram program, QuantumState state, int[] shots, bool deferred, bool ideal)
    {
        var memory = new ClassicalMemory(program.Program.ClassicalBitCount, program.Program.VariableCount);
        var outcomes = new sbyte[program.Program.QubitCount];
        Array.Fill(outcomes, (sbyte)-1);
        return new Branch(state, memory, ideal ? memory.Clone() : memory, shots, new int[program.LoopDepth], outcomes)
        {
            Deferred = deferred ? state : null,
            Ideal = ideal ? state : null,
            FollowsIdeal = ideal,
        };
    }

    /// <summary>A branch of its own for some of the shots.</summary>
    public Branch Fork(int[] shots)
    {
        var memory = Memory.Clone();
        var state = State.Clone();
        var deferred = Deferred is null ? null : Deferred == State ? state : Deferred.Clone();
        return new Branch(state, memory, FollowsIdeal ? IdealMemory.Clone() : memory, shots, (int[])Turns.Clone(), (sbyte[])Outcomes.Clone())
        {
            Deferred = deferred,
            Ideal = Ideal is null ? null : Ideal == State ? state : Ideal == Deferred ? deferred : Ideal.Clone(),
            FollowsIdeal = FollowsIdeal,
            Next = Next,
            Acted = Acted,
            LoneDepth = LoneDepth,
            LoneIsIdeal = LoneIsIdeal,
        };
    }

    /// <summary>Goes on with some of the shots alone.</summary>
    public void Keep(int[] shots) => Shots = shots;

    /// <summary>No longer keeps the state without terminal projections.</summary>
    public void DropDeferred()
    {
        if (Deferred is { } state)
        {
            Deferred = null;
            Release(state);
        }
    }

    /// <summary>No errorless run can have these outcomes.</summary>
    public void DropIdeal()
    {
        if (Ideal is { } state)
        {
            Ideal = null;
            Release(state);
        }
    }

    /// <summary>Applies a gate to the executed states and to the ideal one, as chosen.</summary>
    public void Apply(GateKernel kernel, bool executed, bool ideal)
    {
        if (executed && (Deferred is null || Deferred == State) && (Ideal is null || (ideal && Ideal == State)))
        {
            State.Apply(kernel);
        }
        else if (executed || ideal)
        {
            Change(executed, executed, ideal, state => state.Apply(kernel));
        }
    }

    /// <summary>Changes the executed state, the one without terminal projections and the ideal one, as chosen, once for each object.</summary>
    public void Change(bool state, bool deferred, bool ideal, Action<QuantumState> change)
    {
        var old = State;
        var oldDeferred = Deferred;
        var oldIdeal = Ideal;
        if (state)
        {
            State = (old == oldDeferred && !deferred) || (old == oldIdeal && !ideal) ? old.Clone() : old;
            change(State);
        }

        if (deferred && oldDeferred is not null)
        {
            if (oldDeferred == old && state)
            {
                Deferred = State;
            }
            else
            {
                Deferred = oldDeferred == old || (oldDeferred == oldIdeal && !ideal) ? oldDeferred.Clone() : oldDeferred;
                change(Deferred);
            }
        }

        if (ideal && oldIdeal is not null)
        {
            if (oldIdeal == old && state)
            {
                Ideal = State;
            }
            else if (oldIdeal == oldDeferred && deferred)
            {
                Ideal = Deferred;
            }
            else
            {
                Ideal = oldIdeal == old || oldIdeal == oldDeferred ? oldIdeal.Clone() : oldIdeal;
                change(Ideal);
            }
        }
    }

    /// <summary>Gives the state without terminal projections away; the branch no longer owns it, and has no other use than to be disposed of.</summary>
    public QuantumState TakeDeferred() => taken = Deferred!;

    public void Dispose()
    {
        foreach (var state in (ReadOnlySpan<QuantumState?>)[State, Deferred, Ideal])
        {
            if (state != taken)
            {
                state?.Dispose();
            }
        }
    }

    private void Release(QuantumState state)
    {
        if (state != State && state != Deferred && state != Ideal)
        {
            state.Dispose();
        }
    }
}
