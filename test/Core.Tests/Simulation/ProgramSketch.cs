using System.Collections.Immutable;
using Orleans.QuantumMesh.Core.Circuits;
using Orleans.QuantumMesh.Core.Planning;
using Orleans.QuantumMesh.Core.Simulation;

namespace Orleans.QuantumMesh.Core.Tests.Simulation;

/// <summary>Builds programs operation by operation, with a plan of one fragment an operation.</summary>
public sealed class ProgramSketch(int qubits, int bits)
{
    private readonly List<Operation> operations = [];
    private int number;

    public ProgramSketch Gate(string name, double[] parameters, int[] on, ClassicalExpression? condition = null)
    {
        operations.Add(new GateOperation
        {
            Gate = GateCatalog.Get(name),
            Parameters = [.. parameters],
            Number = ++number,
            Group = number,
            ServiceType = "programmable_gate",
            Qubits = [.. on],
            Condition = condition,
        });
        return this;
    }

    public ProgramSketch Gate(string name, params int[] on) => Gate(name, [], on);

    public ProgramSketch If(int bit, string name, params int[] on) => Gate(name, [], on, new BitExpression(bit));

    public ProgramSketch Measure(int qubit, int bit, ClassicalExpression? condition = null)
    {
        operations.Add(new MeasureOperation { Condition = condition, Bit = bit, Number = ++number, Group = number, ServiceType = "measurement_feedforward", Qubits = [qubit] });
        return this;
    }

    public ProgramSketch Reset(int qubit, ClassicalExpression? condition = null)
    {
        operations.Add(new ResetOperation { Condition = condition, Number = ++number, Group = number, ServiceType = "measurement_feedforward", Qubits = [qubit] });
        return this;
    }

    public ProgramSketch Assign(int bit, ClassicalExpression value, ClassicalExpression? condition = null)
    {
        operations.Add(new AssignOperation { Condition = condition, Bit = bit, Value = value, Number = ++number, Group = number, ServiceType = "", Qubits = [] });
        return this;
    }

    public ProgramSketch While(ClassicalExpression condition, int maximumTurns, Action<ProgramSketch> body)
    {
        var inner = new ProgramSketch(qubits, bits) { number = ++number };
        var own = number;
        body(inner);
        number = inner.number;
        operations.Add(new LoopOperation
        {
            While = condition,
            MaximumTurns = maximumTurns,
            Body = [.. inner.operations],
            Number = own,
            Group = own,
            ServiceType = "",
            Qubits = [.. inner.operations.SelectMany(operation => operation.Qubits).Distinct().Order()],
        });
        return this;
    }

    public CircuitProgram Program() => new()
    {
        Format = CircuitFormat.OpenQasm3,
        QubitCount = qubits,
        QubitRegisters = [new QubitRegister("q", 0, qubits)],
        ClassicalRegisters = bits == 0 ? [] : [new ClassicalRegister("c", 0, bits)],
        DeclaredBitCount = bits,
        ClassicalBitCount = bits,
        VariableCount = 0,
        Operations = [.. operations],
    };

    /// <summary>A plan of one fragment an operation: <c>frag-0003</c> is <c>op-0003</c>.</summary>
    public static ExecutionPlan Plan(CircuitProgram program)
    {
        var fragments = ImmutableSortedDictionary.CreateBuilder<string, Fragment>(StringComparer.Ordinal);
        void Add(IEnumerable<Operation> list, string? loop)
        {
            foreach (var operation in list)
            {
                if (operation is LoopOperation inner)
                {
                    Add(inner.Body, inner.OperationId);
                }
                else if (operation.ServiceType.Length > 0)
                {
                    var id = operation.OperationId.Replace("op-", "frag-", StringComparison.Ordinal);
                    fragments.Add(id, new Fragment
                    {
                        FragmentId = id,
                        ServiceType = operation.ServiceType,
                        Qubits = [.. operation.Qubits.Order()],
                        OperationIds = [operation.OperationId],
                        Dependencies = [],
                        Depth = 1,
                        StageIndex = 0,
                        LoopId = loop,
                    });
                }
            }
        }

        Add(program.Operations, null);
        return new ExecutionPlan
        {
            ContentHash = "",
            Mode = ExecutionMode.Distributed,
            FragmentOrder = [.. fragments.Keys],
            Fragments = fragments.ToImmutable(),
            Assignments = ImmutableSortedDictionary<string, FragmentAssignment>.Empty,
            Stages = [],
            Blocks = ImmutableSortedDictionary<string, PlanBlock>.Empty,
            Ebits = 0,
            QualitySnapshotId = "quality-0",
        };
    }

    /// <summary>The record of an answer.</summary>
    public static FragmentRecord Record(
        string fragmentId, IEnumerable<NodeError>? errors = null, IEnumerable<NodeDamping>? damping = null, IEnumerable<NodeMeasurement>? measurements = null) => new()
        {
            FragmentId = fragmentId,
            NodeId = "node-a",
            Answer = new NodeAnswer
            {
                ExecutionId = "exec-" + fragmentId,
                Status = "ok",
                ObservedFidelity = 0.9,
                OperationFidelity = 0.9,
                Errors = [.. errors ?? []],
                Damping = [.. damping ?? []],
                Measurements = [.. measurements ?? []],
            },
        };
}
