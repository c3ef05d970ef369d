using System.Collections.Immutable;
using Orleans.QuantumMesh.Core.Circuits.Expressions;
using Orleans.QuantumMesh.Core.Circuits.Syntax;

namespace Orleans.QuantumMesh.Core.Circuits.Lowering;

internal sealed partial class ProgramBuilder
{
    private readonly List<BitState> bits = [];
    private readonly List<ClassicalExpression> guards = [];
    private readonly List<int> flags = [];
    private List<GateApplication>? sink;
    private ClassicalExpression? condition;
    private int declaredBits;
    private int loops;

    /// <summary>What is known of a bit: −1 nothing, else its value; how deep it was declared; whether it is a global register's.</summary>
    private record struct BitState(sbyte Known, Level Level, bool IsDeclared);

    /// <summary>How many global bits the text declares, where an earlier reading has counted them.</summary>
    public int ReservedBits { get; init; }

    /// <summary>Whether a global bit was declared behind a hidden one, so that the numbers are wrong and the text must be read again with <see cref="ReservedBits"/>.</summary>
    public bool NeedsReservedBits { get; private set; }

    public int DeclaredBitCount => declaredBits;

    private Level Here => new(guards.Count, flags.Count, loops);

    private bool IsConditional(Level level) => loops > level.Loops || guards.Count > level.Guards || flags.Count > level.Flags;

    /// <summary>A new bit for a local variable or a hidden result.</summary>
    private int NewBit(SyntaxNode node, sbyte known)
    {
        ReserveBits(node);
        if (dry > 0 && bits.Count > ReservedBits)
        {
            return bits.Count - 1;
        }

        return AppendBit(node, new BitState(known, Here, false));
    }

    private int AppendBit(SyntaxNode node, BitState state)
    {
        if (bits.Count >= options.MaximumClassicalBits)
        {
            throw TooManyBits(node);
        }

        bits.Add(state);
        return bits.Count - 1;
    }

    private ReadingEndedException TooManyBits(SyntaxNode node) =>
        diagnostics.Limit("classical_bits", $"the program needs more than {options.MaximumClassicalBits} classical bits", node.Start, node.Stop);

    private void ReserveBits(SyntaxNode node)
    {
        while (bits.Count < ReservedBits)
        {
            AppendBit(node, new BitState(-1, default, true));
        }
    }

    /// <summary>Bits of a global register, which stand before all hidden ones.</summary>
    private int[] DeclareBits(int count, SyntaxNode node)
    {
        ReserveBits(node);
        if ((long)bits.Count + count > options.MaximumClassicalBits)
        {
            throw TooManyBits(node);
        }

        var declared = new int[count];
        for (var i = 0; i < count; i++)
        {
            declared[i] = declaredBits;
            if (ReservedBits == 0)
            {
                NeedsReservedBits |= bits.Count > declaredBits;
                declared[i] = AppendBit(node, new BitState(-1, default, true));
            }

            declaredBits++;
        }

        return declared;
    }

    private int NewVariable() => dry > 0 ? 0 : variableCount++;

    private void PushGuard(ClassicalExpression guard)
    {
        guards.Add(guard);
        RefreshCondition();
    }

    private void PopGuard()
    {
        guards.RemoveAt(guards.Count - 1);
        RefreshCondition();
    }

    private void RefreshCondition()
    {
        ClassicalExpression? all = null;
        foreach (var guard in guards)
        {
            all = And(all, guard);
        }

        foreach (var flag in flags)
        {
            all = And(all, Negation(new BitExpression(flag)));
        }

        condition = all;
    }

    private static ClassicalExpression And(ClassicalExpression? left, ClassicalExpression right) => left is null || left is ConstantExpression { Value.IsTrue: true } ? right
        : right is ConstantExpression { Value.IsTrue: true } ? left
        : new BinaryExpression(ExpressionOperator.And, left, ClassicalType.Bool, right, ClassicalType.Bool, ClassicalType.Bool);

    private static UnaryExpression Negation(ClassicalExpression expression) => new UnaryExpression(ExpressionOperator.Not, expression, ClassicalType.Bool);

    private void Add(Operation operation, SyntaxNode node)
    {
        if (number > options.MaximumOperations)
        {
            throw TooManyOperations(node);
        }

        operations.Add(operation);
    }

    private SourcePosition PositionOf(SyntaxNode node) => source.PositionOf(node.Start);

    private void EmitGate(GateApplication application, SyntaxNode node, string? service = null)
    {
        if (dry > 0)
        {
            return;
        }

        Step(node);
        if (sink is not null)
        {
            if (number + sink.Count >= options.MaximumOperations)
            {
                throw TooManyOperations(node);
            }

            sink.Add(application);
            return;
        }

        if (application.Gate is not { } gate)
        {
            EmitBarrier(application.Qubits, node);
            return;
        }

        number++;
        Add(OperationOf(application, number, 0, condition, PositionOf(node), service), node);
    }

    private static string ServiceOf(Gate gate, int controls) => controls > 0 ? "controlled_unitary" : gate.Name switch
    {
        "h" => "hadamard",
        "cx" => "cnot",
        "cz" => "cz",
        "gphase" => "",
        _ => "programmable_gate",
    };

    private void EmitBarrier(ImmutableArray<int> qubits, SyntaxNode node)
    {
        if (dry == 0)
        {
            number++;
            Add(new BarrierOperation { Number = number, Group = number, ServiceType = "", Qubits = qubits, Position = PositionOf(node) }, node);
        }
    }

    private void EmitMeasure(int qubit, int bit, SyntaxNode node)
    {
        if (dry == 0)
        {
            Step(node);
            bits[bit] = bits[bit] with { Known = -1 };
            number++;
            Add(new MeasureOperation
            {
                Number = number,
                Group = number,
                ServiceType = "measurement_feedforward",
                Qubits = [qubit],
                Condition = condition,
                Position = PositionOf(node),
                Bit = bit,
            }, node);
        }
    }

    private void EmitReset(int qubit, SyntaxNode node)
    {
        if (dry == 0)
        {
            Step(node);
            number++;
            Add(new ResetOperation
            {
                Number = number,
                Group = number,
                ServiceType = "measurement_feedforward",
                Qubits = [qubit],
                Condition = condition,
                Position = PositionOf(node),
            }, node);
        }
    }

    private void EmitAssign(int? bit, int? variable, ClassicalExpression value, ClassicalExpression? when, SyntaxNode node)
    {
        if (dry == 0)
        {
            Step(node);
            number++;
            Add(new AssignOperation
            {
                Number = number,
                Group = number,
                ServiceType = "",
                Qubits = [],
                Condition = when,
                Position = PositionOf(node),
                Bit = bit,
                Variable = variable,
                Value = Stored(value),
            }, node);
        }
    }

    // A known truth is kept as the bit that it is stored as, so that a printed program reads as the same one.
    private static ClassicalExpression Stored(ClassicalExpression value) =>
        value is ConstantExpression { Type.Kind: ClassicalKind.Bool } truth ? truth with { Type = ClassicalType.Bit } : value;

    private static ConstantExpression ConstantBit(bool value) => new(ClassicalValue.Of(value), ClassicalType.Bit);

    /// <summary>Writes a bit: a hidden bit whose value is known needs no operation until a condition or loop makes it uncertain.</summary>
    private void StoreBit(int bit, bool? known, ClassicalExpression? value, SyntaxNode node)
    {
        if (dry > 0)
        {
            return;
        }

        var state = bits[bit];
        if (isExpanded)
        {
            EmitAssign(bit, null, known is { } written ? ConstantBit(written) : value!, condition, node);
            return;
        }

        var isConditional = IsConditional(state.Level);
        if (isConditional)
        {
            MaterializeBit(bit, node);
        }

        if (isConditional || known is null || state.IsDeclared)
        {
            EmitAssign(bit, null, known is { } constant ? ConstantBit(constant) : value!, isConditional || known is null ? condition : null, node);
        }

        bits[bit] = state with { Known = isConditional || known is null ? (sbyte)-1 : known.Value ? (sbyte)1 : (sbyte)0 };
    }

    private void MaterializeBit(int bit, SyntaxNode node)
    {
        var state = bits[bit];
        if (state.Known >= 0 && !state.IsDeclared && dry == 0)
        {
            EmitAssign(bit, null, ConstantBit(state.Known == 1), null, node);
        }

        bits[bit] = state with { Known = -1 };
    }

    private void Materialize(VariableSymbol variable, SyntaxNode node)
    {
        if (dry > 0 || variable.IsConstant)
        {
            return;
        }

        if (variable.Slot < 0)
        {
            variable.Slot = NewVariable();
        }

        if (variable.Known is { } known)
        {
            EmitAssign(null, variable.Slot, known.ToExpression(), null, node);
            variable.Known = null;
        }
    }

    private void Store(VariableSymbol variable, Value value, SyntaxNode node)
    {
        if (dry > 0)
        {
            return;
        }

        if (isExpanded && variable.Type.Kind is not (ClassicalKind.Complex or ClassicalKind.Duration))
        {
            variable.Slot = variable.Slot < 0 ? NewVariable() : variable.Slot;
            variable.Known = null;
            EmitAssign(null, variable.Slot, value.ToExpression(), condition, node);
            return;
        }

        if (!IsConditional(variable.Level) && value.IsKnown)
        {
            variable.Known = value;
            return;
        }

        if (variable.Type.Kind is ClassicalKind.Complex or ClassicalKind.Duration)
        {
            diagnostics.Report("not_at_run_time", $"a {variable.Type} can't follow from measured bits", node);
            return;
        }

        if (IsConditional(variable.Level))
        {
            Materialize(variable, node);
        }
        else if (variable.Slot < 0)
        {
            variable.Slot = NewVariable();
        }

        EmitAssign(null, variable.Slot, value.ToExpression(), condition, node);
        variable.Known = null;
    }
}
