using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Orleans.QuantumMesh.Core.Circuits.Expressions;
using Orleans.QuantumMesh.Core.Circuits.Lowering;

namespace Orleans.QuantumMesh.Core.Circuits.Formatting;

/// <summary>Writes one program as OpenQASM 3.</summary>
internal sealed class OpenQasm3Writer
{
    private readonly CircuitProgram program;
    private readonly NameTable names;
    private readonly StringBuilder body = new();
    private readonly List<string> definitions = [];
    private readonly Dictionary<string, string> defined = new(StringComparer.Ordinal);
    private readonly ClassicalType?[] variableTypes;
    private readonly ClassicalType?[] assignedTypes;
    private bool isExpanded;

    public OpenQasm3Writer(CircuitProgram program)
    {
        this.program = program;
        names = new NameTable(program, name => name, GateDefinitions.IsReserved);
        variableTypes = new ClassicalType?[program.VariableCount];
        assignedTypes = new ClassicalType?[program.VariableCount];
        isExpanded = program.ClassicalBitCount > program.DeclaredBitCount || program.VariableCount > 0;
    }

    public string Write()
    {
        NoteTypes(program.Operations);
        Write(program.Operations, "");
        var head = new StringBuilder("OPENQASM 3.0;\n");
        if (isExpanded)
        {
            head.Append(ExpandedForm.Pragma).Append('\n');
        }

        head.Append("include \"stdgates.inc\";\n");
        foreach (var definition in definitions)
        {
            head.Append(definition);
        }

        foreach (var (name, size) in names.QubitRegisters)
        {
            head.Append(CultureInfo.InvariantCulture, $"qubit[{size}] {name};\n");
        }

        foreach (var (name, _, size) in names.ClassicalRegisters)
        {
            head.Append(CultureInfo.InvariantCulture, $"bit[{size}] {name};\n");
        }

        var hidden = program.ClassicalBitCount - program.DeclaredBitCount;
        if (hidden > 0)
        {
            head.Append(CultureInfo.InvariantCulture, $"{ExpandedForm.HiddenBits}\nbit[{hidden}] {names.HiddenBits};\n");
        }

        for (var i = 0; i < program.VariableCount; i++)
        {
            head.Append(CultureInfo.InvariantCulture, $"{ExpandedForm.Variable}\n{variableTypes[i] ?? new ClassicalType(ClassicalKind.Int, 64)} {names.Variables[i]};\n");
        }

        foreach (var (name, bits) in names.Aliases)
        {
            head.Append(CultureInfo.InvariantCulture, $"let {name} = {string.Join(" ++ ", bits.Bits.Select(Slice))};\n");
        }

        return head.Append(body).ToString();
    }

    /// <summary>One bit as a register of one, so that it can be joined.</summary>
    private string Slice(int bit)
    {
        var name = names.Bit(bit);
        var open = name.LastIndexOf('[');
        var index = name[(open + 1)..^1];
        return $"{name[..open]}[{index}:{index}]";
    }

    private void Write(ImmutableArray<Operation> operations, string indent)
    {
        for (var i = 0; i < operations.Length; i++)
        {
            body.Append(indent);
            if (operations[i].Condition is { } condition)
            {
                isExpanded = true;
                body.Append("if (").Append(Text(condition)).Append(") ");
            }

            switch (operations[i])
            {
                case GateOperation gate:
                    i = WriteGate(operations, i, gate);
                    break;
                case MeasureOperation measure:
                    body.Append(CultureInfo.InvariantCulture, $"{names.Bit(measure.Bit)} = measure {names.Qubit(measure.Qubits[0])};\n");
                    break;
                case ResetOperation reset:
                    body.Append(CultureInfo.InvariantCulture, $"reset {names.Qubit(reset.Qubits[0])};\n");
                    break;
                case BarrierOperation barrier:
                    body.Append(barrier.Qubits.IsEmpty ? "barrier;\n" : $"barrier {Operands(barrier.Qubits)};\n");
                    break;
                case DelayOperation delay:
                    body.Append(CultureInfo.InvariantCulture, $"delay[{delay.Duration}]{(delay.Qubits.IsEmpty ? "" : " ")}{Operands(delay.Qubits)};\n");
                    break;
                case OrchestrationOperation orchestration:
                    body.Append(CultureInfo.InvariantCulture, $"{orchestration.Name} {Operands(orchestration.Qubits)};\n");
                    break;
                case AssignOperation assignment:
                    WriteAssignment(assignment);
                    break;
                case LoopOperation loop:
                    isExpanded = true;
                    body.Append("while (").Append(Text(loop.While)).Append(") {\n");
                    Write(loop.Body, indent + "  ");
                    body.Append(indent).Append("}\n");
                    break;
                default:
                    throw new NotSupportedException($"An operation of type {operations[i].GetType().Name} has no text.");
            }
        }
    }

    private string Text(ClassicalExpression expression) => ExpressionText.Of(expression, names);

    /// <summary>Finds the variables' types: where they are read, else by what is written to them.</summary>
    private void NoteTypes(ImmutableArray<Operation> operations)
    {
        foreach (var operation in operations)
        {
            NoteTypes(operation.Condition);
            switch (operation)
            {
                case GateOperation gate:
                    foreach (var parameter in gate.RunTimeParameters)
                    {
                        NoteTypes(parameter);
                    }

                    break;
                case AssignOperation assignment:
                    NoteTypes(assignment.Value);
                    if (assignment is { Variable: { } slot, Value: not (BitExpression or BitOfExpression or WithBitExpression) })
                    {
                        assignedTypes[slot] ??= TypeOf(assignment.Value);
                    }

                    break;
                case LoopOperation loop:
                    NoteTypes(loop.While);
                    NoteTypes(loop.Body);
                    break;
            }
        }
    }

    private void NoteTypes(ClassicalExpression? expression)
    {
        switch (expression)
        {
            case VariableExpression variable: variableTypes[variable.Variable] ??= variable.Type; break;
            case UnaryExpression unary: NoteTypes(unary.Operand); break;
            case CastExpression cast: NoteTypes(cast.Operand); break;
            case BinaryExpression binary:
                NoteTypes(binary.Left);
                NoteTypes(binary.Right);
                break;
            case BitOfExpression bit:
                NoteTypes(bit.Operand);
                NoteTypes(bit.Index);
                break;
            case WithBitExpression bit:
                NoteTypes(bit.Operand);
                NoteTypes(bit.Bit);
                break;
            case FunctionExpression call:
                foreach (var argument in call.Arguments)
                {
                    NoteTypes(argument);
                }

                break;
        }
    }

    private void WriteAssignment(AssignOperation assignment)
    {
        isExpanded = true;
        if (assignment.Bit is { } bit)
        {
            body.Append(CultureInfo.InvariantCulture, $"{names.Bit(bit)} = {Text(assignment.Value)};\n");
            return;
        }

        var slot = assignment.Variable!.Value;
        if (assignment.Value is WithBitExpression with)
        {
            body.Append(CultureInfo.InvariantCulture, $"{names.Variables[slot]}[{with.Index}] = {Text(with.Bit)};\n");
            return;
        }

        variableTypes[slot] ??= assignedTypes[slot] ?? TypeOf(assignment.Value);
        body.Append(CultureInfo.InvariantCulture, $"{names.Variables[slot]} = {Text(assignment.Value)};\n");
    }

    private static ClassicalType? TypeOf(ClassicalExpression expression) => expression switch
    {
        ConstantExpression constant => constant.Type,
        BitExpression or BitOfExpression => ClassicalType.Bit,
        RegisterExpression register => new ClassicalType(ClassicalKind.Bit, register.Bits.Length),
        VariableExpression variable => variable.Type,
        BinaryExpression binary => binary.Type,
        CastExpression cast => cast.Type,
        FunctionExpression call => call.Type,
        UnaryExpression unary => Arithmetic.ResultOf(unary.Operator, unary.OperandType),
        _ => null,
    };

    private string Operands(ImmutableArray<int> qubits) => string.Join(", ", qubits.Select(names.Qubit));

    /// <summary>Writes a gate, or the whole service word that it begins, and gives the index of the last operation written.</summary>
    private int WriteGate(ImmutableArray<Operation> operations, int index, GateOperation gate)
    {
        switch (gate.ServiceType)
        {
            case "bell_pair" when index + 1 < operations.Length && operations[index + 1].Group == gate.Group:
                body.Append(CultureInfo.InvariantCulture, $"bell_pair {Operands(operations[index + 1].Qubits)};\n");
                return index + 1;
            case "teleportation":
                body.Append(CultureInfo.InvariantCulture, $"teleport {Operands(gate.Qubits)};\n");
                return index;
            case "qft":
                var last = index;
                while (last + 1 < operations.Length && operations[last + 1].Group == gate.Group)
                {
                    last++;
                }

                var order = operations[index..(last + 1)].OfType<GateOperation>().Where(one => one.Gate.Name == "h").Select(one => one.Qubits[0]).ToList();
                var isInverse = gate.Gate.Name != "h";
                if (!isInverse)
                {
                    order.Reverse();
                }

                body.Append(CultureInfo.InvariantCulture, $"{(isInverse ? "iqft" : "qft")} {Operands([.. order])};\n");
                return last;
            case "controlled_unitary" when gate.ControlCount == 0:
                body.Append("controlled_u");
                break;
            default:
                body.Append(Modifiers(gate)).Append(Name(gate));
                break;
        }

        if (!gate.RunTimeParameters.IsEmpty)
        {
            isExpanded = true;
            body.Append('(').AppendJoin(", ", gate.RunTimeParameters.Select(Text)).Append(')');
        }
        else if (!gate.Parameters.IsEmpty && gate.Gate.Name != GateCatalog.UnitaryName)
        {
            body.Append('(').AppendJoin(", ", gate.Parameters.Select(ExpressionText.Of)).Append(')');
        }

        body.Append(gate.Qubits.IsEmpty ? "" : " ").Append(Operands(gate.Qubits)).Append(";\n");
        return index;
    }

    private static string Modifiers(GateOperation gate)
    {
        var text = new StringBuilder();
        for (var i = 0; i < gate.ControlCount;)
        {
            var state = gate.ControlStates.IsEmpty || gate.ControlStates[i];
            var next = i + 1;
            while (next < gate.ControlCount && (gate.ControlStates.IsEmpty || gate.ControlStates[next]) == state)
            {
                next++;
            }

            text.Append(state ? "ctrl" : "negctrl");
            if (next - i > 1)
            {
                text.Append(CultureInfo.InvariantCulture, $"({next - i})");
            }

            text.Append(" @ ");
            i = next;
        }

        return text.ToString();
    }

    private string Name(GateOperation operation)
    {
        var gate = operation.Gate;
        if (GateDefinitions.StandardName(gate) is { } standard)
        {
            return standard;
        }

        isExpanded = true;
        var isMatrix = gate.Name == GateCatalog.UnitaryName;
        var key = isMatrix ? string.Join(' ', operation.Parameters.Select(ExpressionText.Of)) : gate.Name;
        if (!defined.TryGetValue(key, out var name))
        {
            name = isMatrix ? string.Create(CultureInfo.InvariantCulture, $"unitary_{defined.Count}") : GateDefinitions.DefinedName(gate);
            while (!names.Take(name))
            {
                name += "_";
            }

            defined[key] = name;
            definitions.Add(isMatrix
                ? $"{ExpandedForm.CatalogGate} {gate.Name} {key}\ngate {name} {string.Join(", ", Enumerable.Range(0, gate.QubitCount).Select(i => $"q{i}"))} {{ "
                    + $"{TwoLevelDecomposition.Body(operation.Parameters.AsSpan(), gate.QubitCount)} }}\n"
                : $"{ExpandedForm.CatalogGate} {gate.Name}\n{GateDefinitions.Definition(gate, name)}\n");
        }

        return name;
    }
}
