using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Orleans.QuantumMesh.Core.Circuits.Formatting;

/// <summary>Writes one program as Python that builds a Qiskit <c>QuantumCircuit</c> named <c>circuit</c>.</summary>
internal sealed class QiskitWriter(CircuitProgram program)
{
    /// <summary>Gates that are a method of QuantumCircuit; the method's name where it is another.</summary>
    private static readonly FrozenDictionary<string, string> Methods =
        "id h x y z s sdg t tdg sx sxdg p rx ry rz r u cx cy cz ch cs csdg csx cp crx cry crz cu ccx ccz cswap swap iswap ecr dcx rxx ryy rzz rzx rccx"
            .Split(' ').ToDictionary(name => name, name => name, StringComparer.Ordinal)
            .Concat([new("u1", "p"), new("cu1", "cp"), new("u3", "u"), new("rc3x", "rcccx")]).ToFrozenDictionary(StringComparer.Ordinal);

    private readonly StringBuilder text = new();

    public FormattedProgram Write()
    {
        text.Append("from qiskit import ClassicalRegister, QuantumCircuit, QuantumRegister\nfrom qiskit.circuit.library import UnitaryGate\n\ncircuit = QuantumCircuit()\n");
        // Qubits and bits share their names there.
        var names = new NameTable(program, name => name, _ => false);
        if (program.QubitRegisters.Any(register => register.Name == "$"))
        {
            text.Append(CultureInfo.InvariantCulture, $"circuit.add_register(QuantumRegister({program.QubitCount}, {Quoted(names.HardwareQubits)}))\n");
        }

        foreach (var (name, size) in names.QubitRegisters)
        {
            text.Append(CultureInfo.InvariantCulture, $"circuit.add_register(QuantumRegister({size}, {Quoted(name)}))\n");
        }

        foreach (var (name, _, size) in names.ClassicalRegisters)
        {
            text.Append(CultureInfo.InvariantCulture, $"circuit.add_register(ClassicalRegister({size}, {Quoted(name)}))\n");
        }

        if (program.ClassicalBitCount > program.DeclaredBitCount)
        {
            text.Append(CultureInfo.InvariantCulture, $"circuit.add_register(ClassicalRegister({program.ClassicalBitCount - program.DeclaredBitCount}, {Quoted(names.HiddenBits)}))\n");
        }

        foreach (var operation in program.Operations)
        {
            if (WriteOperation(operation) is { } refusal)
            {
                return new FormattedProgram(null, $"Qiskit's builder can't say {operation.OperationId} at line {operation.Position.Line}: {refusal}");
            }
        }

        return new FormattedProgram(text.ToString(), null);
    }

    private static string Quoted(string name) => "\"" + name + "\"";

    private string? WriteOperation(Operation operation)
    {
        var indent = "";
        if (operation.Condition is { } condition)
        {
            if (SimpleCondition.Of(condition) is not { } simple)
            {
                return "its condition is more than a comparison of bits with a value";
            }

            var register = program.ClassicalRegisters.Index()
                .FirstOrDefault(entry => entry.Item.Size == simple.Bits.Count && simple.Bits.Select((bit, i) => bit == entry.Item.Start + i).All(same => same), (-1, null!));
            var tested = register.Index >= 0 ? string.Create(CultureInfo.InvariantCulture, $"circuit.cregs[{register.Index}]")
                : simple.Bits.Count == 1 ? string.Create(CultureInfo.InvariantCulture, $"circuit.clbits[{simple.Bits[0]}]") : null;
            if (tested is null)
            {
                return "its condition reads a part of a register";
            }

            text.Append(CultureInfo.InvariantCulture, $"with circuit.if_test(({tested}, {simple.Value})):\n");
            indent = "    ";
        }

        text.Append(indent);
        switch (operation)
        {
            case GateOperation { RunTimeParameters.IsEmpty: false }:
                return "its parameters follow from measured bits";
            case GateOperation gate:
                WriteGate(gate);
                return null;
            case MeasureOperation measure:
                text.Append(CultureInfo.InvariantCulture, $"circuit.measure({measure.Qubits[0]}, {measure.Bit})\n");
                return null;
            case ResetOperation reset:
                text.Append(CultureInfo.InvariantCulture, $"circuit.reset({reset.Qubits[0]})\n");
                return null;
            case BarrierOperation barrier:
                text.Append(CultureInfo.InvariantCulture, $"circuit.barrier([{string.Join(", ", barrier.Qubits)}])\n");
                return null;
            case OrchestrationOperation orchestration:
                text.Append(CultureInfo.InvariantCulture, $"circuit.barrier([{string.Join(", ", orchestration.Qubits)}], label={Quoted(orchestration.Name)})\n");
                return null;
            case DelayOperation:
                return "a delay needs a target there";
            default:
                return "run-time loops and assignments are not written";
        }
    }

    private void WriteGate(GateOperation gate)
    {
        var qubits = string.Join(", ", gate.Qubits);
        if (gate.Qubits.IsEmpty)
        {
            text.Append(CultureInfo.InvariantCulture, $"circuit.global_phase += {ExpressionText.Of(gate.Parameters[0])}\n");
            return;
        }

        if (gate.ControlCount == 0 && Methods.TryGetValue(gate.Gate.Name, out var method))
        {
            text.Append(CultureInfo.InvariantCulture, $"circuit.{method}({string.Concat(gate.Parameters.Select(parameter => ExpressionText.Of(parameter) + ", "))}{qubits})\n");
            return;
        }

        var matrix = GateCatalog.Matrix(gate.Gate, gate.Parameters.AsSpan());
        var dimension = 1 << gate.Gate.QubitCount;
        var own = gate.ControlCount;
        var states = Enumerable.Range(0, own).Select(i => gate.ControlStates.IsEmpty || gate.ControlStates[i]).ToList();
        if (gate.Gate.QubitCount == 0)
        {
            // A phase on the last control's state, under the others.
            matrix = states[^1] ? [1, 0, 0, matrix[0]] : [matrix[0], 0, 0, 1];
            dimension = 2;
            own--;
        }

        var rows = Enumerable.Range(0, dimension).Select(row => "[" + string.Join(", ", Enumerable.Range(0, dimension)
            .Select(column => matrix[(row * dimension) + column]).Select(entry => $"complex({ExpressionText.Of(entry.Real)}, {ExpressionText.Of(entry.Imaginary)})")) + "]");
        text.Append(CultureInfo.InvariantCulture, $"circuit.append(UnitaryGate([{string.Join(", ", rows)}])");
        if (own > 0)
        {
            var state = string.Concat(states.Take(own).Reverse().Select(one => one ? '1' : '0'));
            text.Append(CultureInfo.InvariantCulture, $".control({own}, ctrl_state={Quoted(state)})");
        }

        text.Append(CultureInfo.InvariantCulture, $", [{qubits}])\n");
    }
}
