using System.Collections.Immutable;
using Orleans.QuantumMesh.Core.Circuits;

namespace Orleans.QuantumMesh.Core.Tests.Planning;

/// <summary>Writes programs operation by operation.</summary>
internal sealed class ProgramBuilder(int qubits, int bits)
{
    private readonly List<Operation> operations = [];
    private int number;

    public ProgramBuilder Gate(string name, string serviceType, int[] on, ClassicalExpression? condition = null)
    {
        number++;
        operations.Add(new GateOperation { Number = number, Group = number, ServiceType = serviceType, Qubits = [.. on], Condition = condition, Gate = new Gate(name, on.Length, 0, 0, null) });
        return this;
    }

    public ProgramBuilder H(int qubit, ClassicalExpression? condition = null) => Gate("h", "hadamard", [qubit], condition);

    public ProgramBuilder Cx(int control, int target, ClassicalExpression? condition = null) => Gate("cx", "cnot", [control, target], condition);

    public ProgramBuilder Measure(int qubit, int bit)
    {
        number++;
        operations.Add(new MeasureOperation { Number = number, Group = number, ServiceType = "measurement_feedforward", Qubits = [qubit], Bit = bit });
        return this;
    }

    public ProgramBuilder Reset(int qubit, ClassicalExpression? condition = null)
    {
        number++;
        operations.Add(new ResetOperation { Number = number, Group = number, ServiceType = "measurement_feedforward", Qubits = [qubit], Condition = condition });
        return this;
    }

    public ProgramBuilder Barrier(params int[] on)
    {
        number++;
        operations.Add(new BarrierOperation { Number = number, Group = number, ServiceType = string.Empty, Qubits = [.. on] });
        return this;
    }

    public ProgramBuilder Assign(int bit, ClassicalExpression value)
    {
        number++;
        operations.Add(new AssignOperation { Number = number, Group = number, ServiceType = string.Empty, Qubits = [], Bit = bit, Value = value });
        return this;
    }

    public ProgramBuilder While(ClassicalExpression condition, Action<ProgramBuilder> body)
    {
        int own = ++number;
        var inner = new ProgramBuilder(qubits, bits) { number = number };
        body(inner);
        number = inner.number;
        operations.Add(new LoopOperation
        {
            Number = own,
            Group = own,
            ServiceType = string.Empty,
            Qubits = [.. inner.operations.SelectMany(operation => operation.Qubits).Distinct().Order()],
            While = condition,
            Body = [.. inner.operations],
            MaximumTurns = 100,
        });
        return this;
    }

    public CircuitProgram Build() => new()
    {
        Format = CircuitFormat.OpenQasm3,
        QubitCount = qubits,
        QubitRegisters = [new QubitRegister("q", 0, qubits)],
        ClassicalRegisters = [new ClassicalRegister("c", 0, bits)],
        DeclaredBitCount = bits,
        ClassicalBitCount = bits,
        VariableCount = 0,
        Operations = [.. operations],
    };

    public static ImmutableArray<Operation> Flatten(ImmutableArray<Operation> operations) =>
        [.. operations.SelectMany(operation => operation is LoopOperation loop ? Flatten(loop.Body) : [operation])];
}
