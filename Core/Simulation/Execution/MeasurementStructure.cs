using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Orleans.QuantumMesh.Core.Circuits;

namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>Which measurements of a program are terminal, and by which rule its shots are sampled (result contract, "Sampling").</summary>
public sealed class MeasurementStructure
{
    /// <summary>Programs that measure more qubits than this at their end are sampled shot by shot.</summary>
    public const int MaximumListedQubits = 26;

    private readonly HashSet<int> terminal = [];
    private readonly bool[] touched;
    private readonly HashSet<int> untouchedResets = [];
    private readonly bool[] usedLater;
    private readonly HashSet<int> bitsLater = [];
    private readonly List<int> measured = [];
    private readonly HashSet<int> seen = [];

    /// <summary>Looks through a program.</summary>
    public MeasurementStructure(CircuitProgram program)
    {
        touched = new bool[program.QubitCount];
        usedLater = new bool[program.QubitCount];
        FindMeasured(program.Operations);
        MeasuredQubits = [.. measured];
        IsDynamic = FindResets(program.Operations, false);
        for (var index = program.Operations.Length - 1; index >= 0; index--)
        {
            Visit(program.Operations[index]);
        }
    }

    /// <summary>Whether shots differ before the end: a measurement that isn't terminal, or a reset of a qubit on which something acted.</summary>
    public bool IsDynamic { get; private set; }

    /// <summary>Whether each shot draws from a generator of its own.</summary>
    public bool IsSampledPerShot => IsDynamic || MeasuredQubits.Length > MaximumListedQubits;

    /// <summary>The measured qubits in order of first measurement.</summary>
    public ImmutableArray<int> MeasuredQubits { get; }

    /// <summary>Whether the measurement with that operation number is terminal.</summary>
    public bool IsTerminal(int number) => terminal.Contains(number);

    /// <summary>Whether the operation with that number resets a qubit on which nothing acted before.</summary>
    public bool IsUntouchedReset(int number) => untouchedResets.Contains(number);

    private static void Mark(bool[] qubits, Operation operation)
    {
        foreach (var qubit in operation.Qubits)
        {
            qubits[qubit] = true;
        }
    }

    private static void Add(HashSet<int> set, ImmutableArray<int> qubits)
    {
        foreach (var qubit in qubits)
        {
            set.Add(qubit);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void FindMeasured(ImmutableArray<Operation> operations)
    {
        foreach (var operation in operations)
        {
            if (operation is LoopOperation loop)
            {
                FindMeasured(loop.Body);
            }
            else if (operation is MeasureOperation && seen.Add(operation.Qubits[0]))
            {
                measured.Add(operation.Qubits[0]);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool FindResets(ImmutableArray<Operation> operations, bool inLoop)
    {
        var dynamic = false;
        foreach (var operation in operations)
        {
            if (operation is LoopOperation loop)
            {
                dynamic |= FindResets(loop.Body, true);
                continue;
            }

            if (operation is ResetOperation)
            {
                if (inLoop || touched[operation.Qubits[0]])
                {
                    dynamic = true;
                }
                else
                {
                    untouchedResets.Add(operation.Number);
                }
            }

            if (operation is GateOperation or MeasureOperation or ResetOperation or OrchestrationOperation)
            {
                Mark(touched, operation);
            }
        }

        return dynamic;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Visit(Operation operation)
    {
        if (operation is LoopOperation loop)
        {
            loop.While.CollectBits(bitsLater);
            foreach (var inner in loop.Body)
            {
                IsDynamic |= inner is MeasureOperation;
                Visit(inner);
                terminal.Remove(inner.Number);
            }

            return;
        }

        if (operation is MeasureOperation measure)
        {
            if (!usedLater[measure.Qubits[0]] && !bitsLater.Contains(measure.Bit))
            {
                terminal.Add(measure.Number);
            }
            else
            {
                IsDynamic = true;
            }

            bitsLater.Add(measure.Bit);
        }
        else if (operation is AssignOperation assign)
        {
            assign.Value.CollectBits(bitsLater);
            if (assign.Bit is { } bit)
            {
                bitsLater.Add(bit);
            }
        }
        else if (operation is GateOperation gate)
        {
            foreach (var parameter in gate.RunTimeParameters)
            {
                parameter.CollectBits(bitsLater);
            }
        }

        operation.Condition?.CollectBits(bitsLater);
        if (operation is GateOperation or MeasureOperation or ResetOperation or OrchestrationOperation)
        {
            Mark(usedLater, operation);
        }
    }
}
